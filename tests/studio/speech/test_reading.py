"""What a Vietnamese reader would say, piece by piece as scripts and letters write it."""

import pytest

from outreach.domain.errors import RuleBroken
from outreach.studio.speech.reading import LONGEST, read_out

YEAR = "năm hai nghìn không trăm hai mươi ba"

SAID = {
    # Days and months
    "ngày 20/12/2023": f"Ngày hai mươi tháng mười hai {YEAR}.",
    "đến 20/12/2023": f"Đến ngày hai mươi tháng mười hai {YEAR}.",
    "ngày 04/10/2023": f"Ngày mùng bốn tháng mười {YEAR}.",
    "hạn 20-12-2023, 2023-12-20": f"Hạn ngày hai mươi tháng mười hai {YEAR}, ngày hai mươi tháng mười hai {YEAR}.",
    "ngày 20/12": "Ngày hai mươi tháng mười hai.",
    "từ 20-25/12": "Từ ngày hai mươi đến ngày hai mươi lăm tháng mười hai.",
    "từ ngày 2/3": "Từ ngày mùng hai tháng ba.",
    "mùng 5/4": "Mùng năm tháng tư.",
    "ngày 5 tháng 10 năm 2023": f"Ngày mùng năm tháng mười {YEAR}.",
    "tháng 10/2023": f"Tháng mười {YEAR}.",
    "quý III/2023, quý 4/2023": f"Quý ba {YEAR}, quý bốn {YEAR}.",
    "ngày 31/13/2023": "Ngày ba mươi mốt trên mười ba trên hai nghìn không trăm hai mươi ba.",
    "lễ 30/4, 1/5 và 2/9": "Lễ ngày ba mươi tháng tư, ngày mùng một tháng năm và ngày mùng hai tháng chín.",
    "từ 1/12 - 15/12": "Từ ngày mùng một tháng mười hai đến ngày mười lăm tháng mười hai.",
    "phục vụ 24/7": "Phục vụ hai mươi tư trên bảy.",
    # Hours
    "lúc 17h30": "Lúc mười bảy giờ ba mươi phút.",
    "lúc 05:30": "Lúc năm giờ ba mươi phút.",
    "từ 17h-18h": "Từ mười bảy giờ đến mười tám giờ.",
    "7 giờ 15 phút": "Bảy giờ mười lăm phút.",
    "08:00:05": "Tám giờ năm giây.",
    # Amounts and units
    "2.000.000đ": "Hai triệu đồng.",
    "2 000 000 đồng": "Hai triệu đồng.",
    "1.234,5": "Một nghìn hai trăm ba mươi tư phẩy năm.",
    "69,38 % khách hàng": "Sáu mươi chín phẩy ba mươi tám phần trăm khách hàng.",
    "69,38%/tổng số": "Sáu mươi chín phẩy ba mươi tám phần trăm trên tổng số.",
    "50k hoặc 5tr": "Năm mươi nghìn hoặc năm triệu.",
    "trạm 500 kV, 220V, 30 W": "Trạm năm trăm ki lô vôn, hai trăm hai mươi vôn, ba mươi oát.",
    "3.000đ/kWh": "Ba nghìn đồng mỗi ki lô oát giờ.",
    "50 kWh/tháng": "Năm mươi ki lô oát giờ mỗi tháng.",
    "1 lần/tuần": "Một lần mỗi tuần.",
    "cột 5-10 m": "Cột năm đến mười mét.",
    "-5 °C": "Âm năm độ xê.",
    "80 m2": "Tám mươi mét vuông.",
    "51-100kWh: 1.786đ": "Năm mươi mốt đến một trăm ki lô oát giờ, một nghìn bảy trăm tám mươi sáu đồng.",
    "2x25 mm2, 1,5HP, $100": "Hai nhân hai mươi lăm mi li mét vuông, một phẩy năm mã lực, một trăm đô la.",
    "1.5 triệu, >250mm": "Một phẩy năm triệu, lớn hơn hai trăm năm mươi mi li mét.",
    "55.000đ/hộ/tháng": "Năm mươi lăm nghìn đồng mỗi hộ mỗi tháng.",
    "cầu dao 32A, số nhà 12A/5": "Cầu dao ba mươi hai ăm pe, số nhà mười hai a trên năm.",
    "1/3 số hộ": "Một phần ba số hộ.",
    "483/805 hộ": "Bốn trăm tám mươi ba trên tám trăm linh năm hộ.",
    "05 hộ, 2,5 lần": "Năm hộ, hai phẩy năm lần.",
    "bậc 1,2,3": "Bậc một, hai, ba.",
    "mục 2.1": "Mục hai chấm một.",
    "lần thứ 1, thứ 4, bậc 4": "Lần thứ nhất, thứ tư, bậc bốn.",
    # Roman numbers
    "Điều IV, khoản II": "Điều bốn, khoản hai.",
    "I. Nội dung": "Một. Nội dung.",
    "thế kỷ XXI": "Thế kỷ hai mươi mốt.",
    # Documents
    "số 2076/PCLS-KD-TTBVPC": "Số hai nghìn không trăm bảy mươi sáu trên pê xê lờ ét ca dê tê tê bê vê pê xê.",
    "29/2021/QĐ-UBND": "Hai mươi chín trên hai nghìn không trăm hai mươi mốt trên quyết định ủy ban nhân dân.",
    "Thông tư 16/2014/TT-BCT": "Thông tư mười sáu trên hai nghìn không trăm mười bốn trên bộ công thương.",
    "Nghị định 137/2013/NĐ-CP": "Nghị định một trăm ba mươi bảy trên hai nghìn không trăm mười ba trên chính phủ.",
    "12-NQ/TW": "Mười hai nghị quyết trung ương.",
    "2633/UBND-VP": "Hai nghìn sáu trăm ba mươi ba trên ủy ban nhân dân văn phòng.",
    "…/UBND-KT&HT": "Để trống, trên ủy ban nhân dân kinh tế và hạ tầng.",
    # Abbreviations, and words from elsewhere
    "UBND, HĐND, NVH, BHXH": "Ủy ban nhân dân, hội đồng nhân dân, nhà văn hóa, bảo hiểm xã hội.",
    "ĐL, PC Hà Tĩnh, EVN, NPC": "Điện lực, công ty điện lực Hà Tĩnh, e vê nờ, nờ pê xê.",
    "TT. Đồng Đăng, H. Cao Lộc, TP. Lạng Sơn": "Thị trấn Đồng Đăng, huyện Cao Lộc, thành phố Lạng Sơn.",
    "TT Cao Lộc và TT Văn hóa": "Thị trấn Cao Lộc và trung tâm Văn hóa.",
    "TP Hà Tĩnh, TP.HCM": "Thành phố Hà Tĩnh, thành phố Hồ Chí Minh.",
    "mã QR, SMS, OTP, app, Zalo, ZALO": "Mã quy rờ, ét em ét, ô tê pê, áp, da lô, da lô.",
    "V/v họp, v.v…": "Về việc họp, vân vân.",
    "dùng kWh": "Dùng ki lô oát giờ.",
    "QL1A và Km5": "Quốc lộ một a và ki lô mét năm.",
    "mã PA11000012345": "Mã pê a một một không không không không một hai ba bốn năm.",
    "mã OTP 123456": "Mã ô tê pê một hai ba bốn năm sáu.",
    "lộ 371 E13.2": "Lộ ba trăm bảy mươi mốt e mười ba chấm hai.",
    "COVID-19": "Cô vít mười chín.",
    "E-mail, Tel": "I meo, điện thoại.",
    "THÔNG BÁO": "Thông báo.",
    "Nguyễn Văn A": "Nguyễn Văn A.",
    # Telephone numbers
    "gọi 0205 3 870 123": "Gọi không hai không năm, ba, tám bảy không, một hai ba.",
    "gọi 19006769": "Gọi một chín không không, sáu bảy sáu chín.",
    "gọi 1900 6769.": "Gọi một chín không không, sáu bảy sáu chín.",
    "0912 345 678": "Không chín một hai, ba bốn năm, sáu bảy tám.",
    "0912345678": "Không chín một hai, ba bốn năm, sáu bảy tám.",
    "(0205) 3870 123": "Không hai không năm, ba tám bảy không, một hai ba.",
    "+84 912 345 678": "Cộng tám bốn, chín một hai, ba bốn năm, sáu bảy tám.",
    "Fax: (84-205) 3870.123": "Phắc, tám bốn, hai không năm, ba tám bảy không, một hai ba.",
    "CCCD 020075001234": "Căn cước công dân không hai không không bảy năm không không một hai ba bốn.",
    "gọi 113; 113 hộ": "Gọi một một ba, một trăm mười ba hộ.",
    "bấm *101#": "Bấm sao, một không một, thăng.",
    # Addresses
    "cskh@npc.com.vn": "Xê ét ca hát a còng nờ pê xê chấm com chấm vê nờ.",
    "xem https://www.evn.com.vn.": "Xem vê kép vê kép vê kép chấm e vê nờ chấm com chấm vê nờ.",
    # Signs
    "Kinh tế & Hạ tầng": "Kinh tế và Hạ tầng.",
    "xã/phường": "Xã, phường.",
    "Tày-Nùng": "Tày Nùng.",
    "Độc lập - Tự do": "Độc lập, Tự do.",
    "thực hiện./.": "Thực hiện.",
    "(theo «quy định»)": "Theo quy định.",
    "Ai đòi tiền? Lừa đảo!": "Ai đòi tiền? Lừa đảo!",
    "- Như trên;\n- Lưu": "Như trên.\nLưu.",
    "một dòng\nbị ngắt": "Một dòng bị ngắt.",
    # Hamlets
    "thôn Co Măn, Pò Cháu, Khuổi Slao, Phja Đén": "Thôn Co Măn, Pò Cháu, Khuổi Slao, Phja Đén.",
    "người H'Mông, buôn Krông Pa": "Người HMông, buôn Krông Pa.",
}


@pytest.mark.parametrize(("written", "said"), SAID.items(), ids=lambda text: text[:40])
def test_a_script_is_read_as_a_person_would_read_it(written: str, said: str) -> None:
    assert read_out(written).words == said


@pytest.mark.parametrize("written", [written for written in SAID if "…/" not in written])
def test_nothing_of_what_is_known_is_doubted(written: str) -> None:
    doubted = read_out(written).unsure
    assert doubted == (("1/3",) if "1/3" in written else ())


DOUBTED = {
    "Phòng XYZT": ("XYZT",),
    "gọi 0205 3 870 xxx": ("0205 3 870 xxx",),
    "số …/UBND-VP": ("…/UBND-VP",),
    "ngày hội 😀": ("😀",),
    "2/3 số hộ": ("2/3",),
    "gửi về baohatinh.vn": ("baohatinh.vn",),
    "Công ty Livestream, công ty Livestream": ("Livestream",),
}


@pytest.mark.parametrize(("written", "doubted"), DOUBTED.items())
def test_what_nobody_knows_how_to_say_is_named(written: str, doubted: tuple[str, ...]) -> None:
    assert read_out(written).unsure == doubted


def test_what_nobody_knows_is_spelled_out() -> None:
    assert read_out("Phòng XYZT").words == "Phòng ích i dài dét tê."


def test_the_words_written_out_are_read_as_they_stand() -> None:
    """Whoever puts the words back as the script gets the same words."""
    for said in SAID.values():
        assert read_out(said).words == said


def test_an_empty_script_says_nothing_and_takes_no_time() -> None:
    reading = read_out(" \n…\n")
    assert (reading.words, reading.length.total_seconds()) == ("", 0)


def test_a_script_that_nobody_would_listen_to_is_refused() -> None:
    with pytest.raises(RuleBroken, match="chia thành nhiều bản ghi"):
        read_out("a" * (LONGEST + 1))

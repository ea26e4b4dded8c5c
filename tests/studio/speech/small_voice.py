"""A tiny Piper voice that hums a short tone for each sound of a sentence. Voices themselves are not shipped."""

import json
from pathlib import Path

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper, save

SOUNDS = "_^$ .,abcdefghijklmnopqrstuvwxyzăâđêôơưɛɔəɯɲŋʔɗɓɣʐʂʈɤɪʊː123456ˈˌ-7"
A_SOUND = np.sin(np.arange(800, dtype=np.float32) * 0.15)[None, :]


def write_small_voice(folder: Path, language: str = "vi") -> Path:
    """The file of the voice; its description beside it."""
    model = folder / f"{language}-nho.onnx"
    save(_model(), str(model))
    description = {
        "audio": {"sample_rate": 16_000},
        "espeak": {"voice": language},
        "num_symbols": len(SOUNDS),
        "num_speakers": 1,
        "phoneme_id_map": {sound: [number] for number, sound in enumerate(SOUNDS)},
    }
    model.with_name(model.name + ".json").write_text(json.dumps(description), encoding="utf-8")
    return model


def _model() -> ModelProto:
    """Every sound × its length × one stretch of tone; the length is the second of the three scales Piper gives."""
    tensor = helper.make_tensor_value_info
    nodes = [
        helper.make_node("Gather", ["scales", "second"], ["slowness"], axis=0),
        helper.make_node("Mul", ["slowness", "samples"], ["many"]),
        helper.make_node("Cast", ["many"], ["count"], to=TensorProto.INT64),
        helper.make_node("Slice", ["tone", "zero", "count", "axis"], ["stretch"]),
        helper.make_node("Cast", ["input"], ["sounds"], to=TensorProto.FLOAT),
        helper.make_node("Sign", ["sounds"], ["loud"]),
        helper.make_node("Transpose", ["loud"], ["standing"], perm=[1, 0]),
        helper.make_node("Mul", ["standing", "stretch"], ["grid"]),
        helper.make_node("Reshape", ["grid", "shape"], ["output"]),
    ]
    constants = {
        "second": np.array([1], np.int64),
        "samples": np.array([400], np.float32),
        "tone": A_SOUND,
        "zero": np.array([0], np.int64),
        "axis": np.array([1], np.int64),
        "shape": np.array([1, 1, -1], np.int64),
    }
    graph = helper.make_graph(
        nodes,
        "small voice",
        [
            tensor("input", TensorProto.INT64, [1, None]),
            tensor("input_lengths", TensorProto.INT64, [1]),
            tensor("scales", TensorProto.FLOAT, [3]),
        ],
        [tensor("output", TensorProto.FLOAT, [1, 1, None])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)

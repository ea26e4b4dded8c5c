"""Public-outreach campaigns for Vietnamese communes: from the district's letter to the proof that people were told."""

"""Remember what was agreed about each place: the register, its history, and who may do what."""

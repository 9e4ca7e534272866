"""A Whisper of four megabytes that is made by hand: whatever is said, it hears one word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ctranslate2.specs import WhisperSpec
from ctranslate2.specs.model_spec import LayerSpec
from faster_whisper.tokenizer import _LANGUAGE_CODES
from tokenizers import AddedToken, Tokenizer
from tokenizers.decoders import ByteLevel
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel as ByteLevelSplit

WORD = "grofvuil"
SPACE = "Ġ"  # how byte-level tokens write it
WIDTH, MELS, FRAMES, LONGEST = 64, 80, 1500, 448
# As in Whisper itself: the engine finds its signs by where they stand.
VOCABULARY, FIRST_SIGN = 51865, 50257
END = "<|endoftext|>"
SIGNS = (
    END,
    "<|startoftranscript|>",
    *(f"<|{language}|>" for language in _LANGUAGE_CODES[:99]),
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"),
)
# After so many tokens it has said enough; there are two to four before the first word.
ENOUGH = 5


def build(folder: Path) -> Path:
    """Write the model into `folder`, in the form that faster-whisper loads."""
    tokens = _tokens()
    spec = WhisperSpec(num_encoder_layers=1, num_encoder_heads=1, num_decoder_layers=1, num_decoder_heads=1)
    _fill(spec)
    embeddings = np.zeros((VOCABULARY, WIDTH), dtype=np.float32)
    embeddings[tokens.index(SPACE + WORD), :2] = (4, -4)
    embeddings[tokens.index(END), 2:4] = (4, -4)
    positions = np.zeros((LONGEST, WIDTH), dtype=np.float32)
    positions[:ENOUGH, :2] = (9, -9)
    positions[ENOUGH:, 2:4] = (9, -9)
    spec.decoder.embeddings.weight = embeddings
    spec.decoder.projection.weight = embeddings
    spec.decoder.position_encodings.encodings = positions
    spec.encoder.position_encodings.encodings = np.zeros((FRAMES, WIDTH), dtype=np.float32)
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [tokens.index(sign) for sign in SIGNS[2:101]]
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.save(str(folder))
    _write_tokenizer(folder, tokens)
    return folder


def _tokens() -> list[str]:
    known = [*sorted(ByteLevelSplit.alphabet()), SPACE + WORD]
    unused = [f"unused{number}" for number in range(FIRST_SIGN - len(known))]
    times = [f"<|{number / 50:.2f}|>" for number in range(VOCABULARY - FIRST_SIGN - len(SIGNS))]
    return [*known, *unused, *SIGNS, *times]


def _fill(layer: LayerSpec, path: str = "") -> None:
    """Zeros for all weights, so that what comes out of a layer is what went in; norms as they begin."""
    for name, value in list(vars(layer).items()):
        here = f"{path}.{name}"
        if isinstance(value, LayerSpec):
            _fill(value, here)
        elif isinstance(value, list):
            for number, each in enumerate(value):
                _fill(each, f"{here}.{number}")
        elif name in {"weight", "bias", "gamma", "beta"} and "embeddings" not in here and "projection" not in here:
            shape = _shape(path)
            filled = np.ones if name == "gamma" else np.zeros
            setattr(layer, name, filled(shape if name == "weight" else shape[:1], dtype=np.float32))


def _shape(path: str) -> tuple[int, ...]:
    """The shape of the weights of a layer, by where it stands."""
    shapes = {
        "conv1": (WIDTH, MELS, 3),
        "conv2": (WIDTH, WIDTH, 3),
        "self_attention.linear.0": (3 * WIDTH, WIDTH),
        ".attention.linear.1": (2 * WIDTH, WIDTH),
        "ffn.linear_0": (4 * WIDTH, WIDTH),
        "ffn.linear_1": (WIDTH, 4 * WIDTH),
    }
    return next((shape for end, shape in shapes.items() if path.endswith(end)), (WIDTH, WIDTH))


def _write_tokenizer(folder: Path, tokens: list[str]) -> None:
    tokenizer = Tokenizer(BPE(vocab={token: number for number, token in enumerate(tokens)}, merges=[]))
    tokenizer.pre_tokenizer = ByteLevelSplit(add_prefix_space=False)
    tokenizer.decoder = ByteLevel()
    tokenizer.add_special_tokens([AddedToken(sign, special=True, normalized=False) for sign in SIGNS])
    tokenizer.save(str(folder / "tokenizer.json"))

"""What computes an ONNX model: onnxruntime, or OpenVINO where the processor itself calculates in bfloat16.

Measured on an AMD EPYC with AVX-512 BF16 and VNNI, one thread, 374 lines and rings of 16 scanned pages (2026-11):

| runtime and numbers | time | of 363 sure lines read otherwise |
|---|---|---|
| onnxruntime, float32 | 1 | - |
| OpenVINO, float32 | 1.0 | 0 |
| OpenVINO, bfloat16 | 0.49 | 1, a bracket's width |
| onnxruntime or OpenVINO, int8 (static, per channel) | 0.51 | 23, wrong characters in seals' names among them |

So OpenVINO is used for bfloat16 alone, and int8 for nothing. Batches pay on a graphics card only: on one core a line
costs as much alone as among eight, and alone it is read at its own width, whatever else is on the page.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extractor.device import Device
from extractor.ocr import OcrUnavailable
from extractor.records import Words

Floats = NDArray[np.float32]

CUDA = "CUDAExecutionProvider"
_PROCESSOR = Path("/proc/cpuinfo")


class Model(Protocol):
    def run(self, batch: Floats) -> Floats:
        """The model's only output for its only input, n x channels x height x width. It may lie in the model's own
        memory, which the next run overwrites."""
        ...


def load(path: Path, device: Device) -> Model:
    """Raises `OcrUnavailable` where the device is not there."""
    if device is Device.CUDA:
        return _Onnx(path, _cuda())
    return _OpenVino(path) if _knows_bfloat16() else _Onnx(path, "CPUExecutionProvider")


def computed_by(device: Device) -> str:
    """The library that computes here and its kind of numbers: with others, the last digits differ. Raises
    `OcrUnavailable`."""
    if device is Device.CUDA:
        _cuda()
        return f"onnxruntime {version('onnxruntime-gpu')} cuda"
    return f"openvino {version('openvino')} bf16" if _knows_bfloat16() else f"onnxruntime {version('onnxruntime')}"


def stated(path: Path, key: str) -> str:
    """What a model file states about itself under a key."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return cast(str, session.get_modelmeta().custom_metadata_map[key])


class _Onnx:
    def __init__(self, path: Path, provider: str) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = 1  # each worker process has a core of its own
        options.enable_mem_pattern = False  # a plan of memory per shape: every page and every line has another
        self._session = onnxruntime.InferenceSession(str(path), options, providers=[provider])
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: Floats) -> Floats:
        return cast(Floats, self._session.run(None, {self._input: batch})[0])


class _OpenVino:
    def __init__(self, path: Path) -> None:
        options = {
            "INFERENCE_NUM_THREADS": 1,
            "NUM_STREAMS": 1,
            # Pinned, every process would take the first core: two workers then compute in turns (2.0 times as long).
            "ENABLE_CPU_PINNING": False,
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": "bf16",
        }
        self._request: Any = _openvino().compile_model(str(path), "CPU", options).create_infer_request()

    def run(self, batch: Floats) -> Floats:
        return cast(Floats, self._request.infer([batch], share_inputs=True, share_outputs=True)[0])


@cache
def _openvino() -> Any:
    # OpenVINO's converter, which nothing here uses, would load a library that reports its use over the network. Papers
    # may not leave the building, and neither may word of them: without that library it has a stub for it.
    sys.modules.setdefault("openvino_telemetry", cast(Any, None))
    import openvino

    return openvino.Core()


@cache
def _knows_bfloat16() -> bool:
    """Whether the processor calculates in it, and OpenVINO is there for it, which has no wheel for Linux on ARM; to ask
    OpenVINO itself takes a quarter of a second."""
    if find_spec("openvino") is None:
        return False
    if _PROCESSOR.exists():
        return bool(re.search(r"^flags\s*:.* (?:avx512_bf16|amx_bf16)\b", _PROCESSOR.read_text("utf-8"), re.MULTILINE))
    return "BF16" in _openvino().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _cuda() -> str:
    if CUDA not in onnxruntime.get_available_providers():
        raise OcrUnavailable(
            Words(
                "本机的 onnxruntime 不能使用显卡（CUDA）。请安装 onnxruntime-gpu 和显卡驱动，或去掉 --device cuda。",
                "onnxruntime cannot use a graphics card (CUDA) here. Install onnxruntime-gpu and the card's driver, "
                "or leave out --device cuda.",
            )
        )
    return CUDA

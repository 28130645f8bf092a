"""An engine is loaded once a process, is named with what computes, and says plainly where it cannot."""

from __future__ import annotations

import pickle

import numpy as np
import onnxruntime
import pytest

from docs_check.exits import WrongUse
from docs_check.reading.engines import Device, EngineChoice
from drawing.pages import random_page


def test_a_worker_loads_an_engine_once_however_often_it_is_asked() -> None:
    """Every task brings what was asked for through a pipe: loaded anew each time, it cost a second a file."""
    choice = [pickle.loads(pickle.dumps(EngineChoice("rapid"))) for _ in range(2)]
    assert choice[0]() is choice[1]()


def test_the_name_says_what_computes() -> None:
    assert EngineChoice().named() == f"rapidocr {EngineChoice()().version}"
    assert "openvino" in EngineChoice().named() or "onnxruntime" in EngineChoice().named()


CARD = "CUDAExecutionProvider" in onnxruntime.get_available_providers()


@pytest.mark.skipif(CARD, reason="there is a graphics card")
def test_no_graphics_card_is_said_plainly() -> None:
    with pytest.raises(WrongUse) as caught:
        EngineChoice(device=Device.CUDA).named()
    assert "onnxruntime-gpu" in caught.value.words.zh


@pytest.mark.skipif(not CARD, reason="onnxruntime has no CUDA here")
def test_a_graphics_card_reads_the_same() -> None:
    page = np.array(random_page(1).picture)
    here, there = (EngineChoice(device=device)().lines(page) for device in (Device.CPU, Device.CUDA))
    assert [line.text for line in here] == [line.text for line in there]

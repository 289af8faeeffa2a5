"""Ctrl-C and the polite kill."""

from __future__ import annotations

import signal
import threading

from shared.tools.interrupts import kill_is_ctrl_c, uninterrupted

import pytest


def test_a_kill_is_ctrl_c_within_the_block_only():
    with pytest.raises(KeyboardInterrupt), kill_is_ctrl_c():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_blocks_may_be_nested_and_a_handler_of_the_program_stays():
    with pytest.raises(KeyboardInterrupt), kill_is_ctrl_c():
        with kill_is_ctrl_c():
            pass
        signal.raise_signal(signal.SIGTERM)
    heard = []
    signal.signal(signal.SIGTERM, lambda *_: heard.append(1))
    try:
        with kill_is_ctrl_c():
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    assert heard == [1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_wait_for_the_end_of_the_block(number):
    done = []
    with pytest.raises(KeyboardInterrupt), kill_is_ctrl_c(), uninterrupted():
        signal.raise_signal(number)
        done.append(1)
    assert done == [1]
    with uninterrupted():
        pass  # nothing was received, nothing is raised
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_are_left_alone():
    def work():
        with kill_is_ctrl_c(), uninterrupted():
            done.append(1)

    done = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]

"""Benchmarking: how fast, with how much memory, beside which peer.

Reading order::

    speed    one measurement, and many in turn
    modes    the ways of generating that are measured
"""

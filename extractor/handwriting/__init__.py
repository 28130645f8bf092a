"""Handwritten digits between the printed 年 月 日: cut out by their ink, and read one by one."""

"""The fixed words of the review page, and its keys."""

from __future__ import annotations

from docs_check.report.verdicts import Action, Reason
from extractor.records import Words

WORDS = {
    "review": Words("审查", "Review"),
    "overview": Words("总览", "Overview"),
    "district": Words("区市", "District"),
    "companies": Words("申报单位", "Applicants"),
    "undecided": Words("待审", "Undecided"),
    "decided": Words("已审", "Decided"),
    "progress": Words("进度", "Progress"),
    "start": Words("开始审查", "Start"),
    "start_all": Words("从全部待审开始", "Start with everything undecided"),
    "claim": Words("认领", "Claim"),
    "release": Words("取消认领", "Give back"),
    "claimed_by": Words("认领人", "Claimed by"),
    "expected": Words("应为", "Expected"),
    "found": Words("实际", "Found"),
    "suggestion": Words("建议", "What to do"),
    "because": Words("存疑原因", "Why unsure"),
    "where": Words("位置", "Where"),
    "read_as": Words("识读内容", "What was read"),
    "other_readings": Words("本件其他识读内容", "Other readings on this paper"),
    "confidence": Words("把握", "sure"),
    "nothing_read": Words("（空白或未读出）", "(blank or not read)"),
    "manual": Words("规则说明", "The rule's manual page"),
    "papers": Words("本单位材料", "Papers at hand"),
    "page": Words("页", "p."),
    "no_image": Words("这一页无法显示", "This page cannot be shown"),
    "no_paper": Words("没有对应的页面（所缺材料）", "There is no page: the paper is missing"),
    "zoom_in": Words("放大", "Zoom in"),
    "zoom_out": Words("缩小", "Zoom out"),
    "fit": Words("整页", "Whole page"),
    "to_place": Words("回到所在位置", "Back to the place"),
    "confirm": Words("确认问题", "Confirm"),
    "misread": Words("识读有误", "Misread"),
    "not_required": Words("此处不需要", "Not required"),
    "exception": Words("已获准例外", "Exception"),
    "other": Words("其他原因", "Other reason"),
    "right": Words("确实合格", "In order"),
    "missed": Words("漏查，有问题", "Missed: a fault"),
    "correct": Words("更正识读", "Correct a reading"),
    "undo": Words("撤销", "Undo"),
    "next": Words("下一项待审", "Next undecided"),
    "previous": Words("上一项", "Previous"),
    "all_keys": Words("全部按键", "All keys"),
    "close": Words("关闭", "Close"),
    "save": Words("保存", "Save"),
    "cancel": Words("取消", "Cancel"),
    "your_name": Words("您的姓名", "Your name"),
    "name_hint": Words(
        "每一条审查结论都会记下是谁作出的，只需填写一次。", "Every verdict bears its reviewer's name. Asked once."
    ),
    "which": Words("更正哪一处", "Which reading"),
    "new_value": Words("正确内容", "What it says"),
    "correct_hint": Words(
        "按纸面内容填写；保存后立即按更正后的内容重新检查这家单位。",
        "As it stands on the paper. The rules judge this company again at once.",
    ),
    "note": Words("说明", "Note"),
    "note_hint": Words("写入审查记录", "Kept with the verdict"),
    "sample": Words("合格抽查", "Sample of passes"),
    "sample_hint": Words(
        "程序认为此项合格，请核对是否确实合格。", "The tool found this in order; please see whether it is."
    ),
    "unsure": Words("存疑", "unsure"),
    "all_done": Words("这一范围已全部审完。", "Everything here is decided."),
    "all_done_hint": Words(
        "可返回总览选择其他区市，或写出工作簿和通知。", "Go back to the overview, or write workbook and letters."
    ),
    "write": Words("写出工作簿和通知", "Write workbook and letters"),
    "written": Words("已按现有结论写出", "Written as decided so far"),
    "measured": Words("程序准确度（以人工结论为准）", "How often the tool was wrong, as people decided"),
    "false_alarms": Words("误报率", "False alarms"),
    "miss_rate": Words("漏查率", "Misses"),
    "unsure_right": Words("存疑中属实的", "Unsure ones that were right"),
    "of": Words("/", "of"),
    "interval": Words("95% 区间", "95% interval"),
    "not_yet": Words("尚无数据", "nothing yet"),
    "measured_hint": Words(
        "误报率：确定的问题中被判“不成立”的比例，已获准例外不算误报。漏查率：抽查的合格项中被判有问题的比例。",
        "False alarms: sure findings that were dismissed, accepted exceptions aside. Misses: passes of the sample that "
        "were not in order.",
    ),
    "filter": Words("筛选（单位、问题、代码）", "Filter (applicant, finding, code)"),
    "unknown_item": Words(
        "没有这一项：报告已更新，或识读更正后问题已消除。",
        "No such item: the report is new, or a correction removed it.",
    ),
    "own_papers": Words("区市本级", "the district's own"),
    "export": Words("导出审计文件", "Audit file"),
    "skip": Words("跳到内容", "Skip to content"),
}
VERDICT_NAMES = {
    Action.CONFIRM: Words("已确认", "confirmed"),
    Action.RIGHT: Words("核对合格", "in order"),
    Action.MISSED: Words("漏查", "missed"),
    Action.CORRECT: Words("已更正识读", "reading corrected"),
    Action.UNDO: Words("已撤销", "taken back"),
}
DISMISSED = Words("不成立", "dismissed")
REASON_KEYS = {Reason.MISREAD: "2", Reason.NOT_REQUIRED: "3", Reason.EXCEPTION: "4", Reason.OTHER: "5"}
# What a key does is in static/review.js; this list is what people see, and a test compares the two.
KEYS = (
    ("1", Words("确认问题（抽查：确实合格）", "confirm (sample: in order)")),
    ("2", Words("不成立：识读有误（抽查：漏查，有问题）", "dismiss: misread (sample: missed)")),
    ("3", Words("不成立：此处不需要", "dismiss: not required here")),
    ("4", Words("不成立：已获准例外", "dismiss: accepted exception")),
    ("5", Words("不成立：其他原因（须写说明）", "dismiss: another reason (with a note)")),
    ("e", Words("更正识读，并重新检查", "correct a reading, and judge again")),
    ("u", Words("撤销我的上一条结论", "undo my last verdict")),
    ("n", Words("下一项待审", "next undecided")),
    ("p", Words("上一项", "previous")),
    ("[", Words("上一页（本单位其他材料）", "page before (other papers)")),
    ("]", Words("下一页（本单位其他材料）", "page after (other papers)")),
    ("+", Words("放大", "zoom in")),
    ("-", Words("缩小", "zoom out")),
    ("0", Words("整页", "whole page")),
    (".", Words("回到所在位置", "back to the place")),
    ("m", Words("规则说明", "the rule's manual page")),
    ("x", Words("认领或取消认领这家单位", "claim or give back this company")),
    ("g", Words("回到总览", "overview")),
    ("?", Words("列出全部按键", "all keys")),
)

"""The fixed words of the page on which a pack is edited."""

from __future__ import annotations

from docs_check.policy.editor.edits import Role
from extractor.forms import ValueType
from extractor.records import Words

WORDS = {
    "edit": Words("政策包编辑", "Policy pack"),
    "skip": Words("跳到内容", "Skip to content"),
    "how": Words(
        "点表格上的字，说明它是什么：栏目、清单的列、盖章处，或者不用读。右边的 YAML 随之改好，注释保留。",
        "Click print on the form and say what it is: a field, a column, a place for a seal, or nothing to read. "
        "The YAML follows; comments stay.",
    ),
    "no_form": Words(
        "没有给出表格。请用 --form 加上空表或填好的表，例如 docs-check policy edit 政策包 --form 申请表.docx。",
        "No form was given. Add one with --form, as in docs-check policy edit PACK --form form.docx.",
    ),
    "page": Words("页", "page"),
    "pages": Words("表格页面", "Pages"),
    "no_kind": Words(
        "政策包里还没有这种材料，所以表上什么也没有读。",
        "The pack has no such kind of paper yet: nothing is read on it.",
    ),
    "add_kind": Words("加为一种材料", "Add it as a kind of paper"),
    "read_here": Words("按政策包读到的", "What the pack reads here"),
    "empty": Words("（空白）", "(blank)"),
    "what": Words("这是什么？", "What is it?"),
    "printed": Words("印的字", "Printed"),
    "key": Words("代号（算式里用）", "Key (for formulas)"),
    "name": Words("名称（报告里用）", "Name (in reports)"),
    "type": Words("值的类型", "Type of value"),
    "unit": Words("单位", "Unit"),
    "required": Words("必须填写", "Must be filled in"),
    "party": Words("由谁盖章", "Whose seal"),
    "date": Words("章旁日期的代号（没有日期就留空）", "Key of the date beside it (none: leave empty)"),
    "save": Words("保存", "Save"),
    "cancel": Words("取消", "Cancel"),
    "undo": Words("撤销上一步", "Undo"),
    "saved": Words("已写入政策包。", "Written to the pack."),
    "undone": Words("已撤销。", "Undone."),
    "wrong": Words("政策包这样不能用，没有写入：", "The pack would not work like this; nothing was written:"),
    "broken": Words("政策包现在不能用，请在下面改正：", "The pack does not work as it is; please mend it below:"),
    "line": Words("行", "line"),
    "yaml": Words("政策包的文件", "The pack's files"),
    "legend": Words("图例", "Legend"),
    "gone": Words("程序已停止，请重新启动。", "The program has ended; start it again."),
}
ROLES = {
    Role.FIELD: Words("栏目：旁边填一个值", "Field: a value stands beside it"),
    Role.ROW: Words("清单的列", "Column of a list"),
    Role.SLOT: Words("盖章处", "Place for a seal"),
    Role.CAPTION: Words("印着、但不用读", "Printed, not read"),
    Role.NONE: Words("只是文字", "Only words"),
}
TYPES = {
    ValueType.NAME: Words("单位名称", "organisation"),
    ValueType.PERSON: Words("人名", "person"),
    ValueType.CODE: Words("统一社会信用代码", "social credit code"),
    ValueType.PERSON_ID: Words("身份证号", "identity number"),
    ValueType.ID: Words("编号、账号、电话", "number, account, phone"),
    ValueType.TEXT: Words("文字", "text"),
    ValueType.AMOUNT: Words("金额、数值", "amount"),
    ValueType.WORDS: Words("大写金额", "amount in words"),
    ValueType.PERCENT: Words("百分数", "percent"),
    ValueType.COUNT: Words("个数", "count"),
    ValueType.DATE: Words("日期", "date"),
    ValueType.PERIOD: Words("起止时间", "period"),
    ValueType.DISTRICT: Words("区（市）", "district"),
    ValueType.CHOICE: Words("选项（勾选或填写）", "choice"),
}
NO_SUCH = Words("政策包里没有这种材料，请刷新页面。", "The pack has no such kind of paper; reload the page.")
NEEDS_KEY = Words(
    "代号不能空，只能用文字、数字和下划线，不能以数字开头。",
    "The key must not be empty: letters, digits and underscores, no digit first.",
)
NEEDS_PARTY = Words("请选择由谁盖章。", "Please choose whose seal it is.")

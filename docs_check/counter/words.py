"""The fixed words of the counter's pages."""

from __future__ import annotations

from checks.records import Verdict
from extractor.records import Words

WORDS = {
    "counter": Words("收件柜台", "Counter"),
    "home_check": Words("材料自查", "Check your papers"),
    "register": Words("收件登记簿", "Receipt register"),
    "skip": Words("跳到内容", "Skip to content"),
    "your_name": Words("您的姓名", "Your name"),
    "name_hint": Words(
        "回执和登记簿上会写明收件人，只需填写一次。", "Receipts and register name who received. Asked once."
    ),
    "save": Words("保存", "Save"),
    "cancel": Words("取消", "Cancel"),
    "drop_title": Words("收一家单位的材料", "Receive a company's papers"),
    "drop_here": Words("把文件拖到这里，或点此选择", "Drop the files here, or choose them"),
    "drop_hint": Words(
        "一次只放一家单位的材料，可多选；PDF、照片、扫描件、Word、Excel、OFD 均可。文件只存放在本机。",
        "One company at a time, as many files as there are: PDF, photographs, scans, Word, Excel, OFD. They stay on "
        "this machine.",
    ),
    "add_more": Words("继续添加文件", "Add more files"),
    "open": Words("未办结", "Not finished"),
    "open_hint": Words(
        "材料已存好，还没有出具回执。页面关闭或程序重启都不会丢失。",
        "The papers are kept; no receipt was given yet. Nothing is lost when the page or the program is closed.",
    ),
    "none_open": Words("没有未办结的收件。", "Nothing is left to finish."),
    "today": Words("今日已收", "Received today"),
    "none_today": Words("今天还没有出具回执。", "No receipt was given today."),
    "go_on": Words("继续办理", "Go on"),
    "unnamed": Words("单位尚未识别", "company not known yet"),
    "begun": Words("开始于", "begun"),
    "by": Words("经办", "by"),
    "files": Words("个文件", "files"),
    "to_mend": Words("处须补正", "to put right"),
    "to_look": Words("处请当面核对", "to look at together"),
    "reading": Words("正在读取", "being read"),
    "read": Words("已读", "read"),
    "of": Words("/", "of"),
    "first_page": Words("第一页", "first page"),
    "unread": Words("未能读取", "not readable"),
    "rechecking": Words("正在复核日期和印章……", "Dates and seals are looked at once more…"),
    "all_fine": Words("目前没有发现须补正的问题。", "Nothing to put right was found so far."),
    "papers": Words("材料", "Papers"),
    "seals": Words("印章", "Seals"),
    "no_seal": Words("没有印章", "no seal"),
    "seal_unread": Words("印文未能读出", "a seal that could not be read"),
    "unknown_kind": Words("未识别的材料", "paper of unknown kind"),
    "page": Words("页", "p."),
    "remove": Words("移出", "Take out"),
    "required": Words("应交材料", "Required papers"),
    "findings": Words("须补正", "To put right"),
    "doubts": Words("请当面核对", "To look at together"),
    "doubts_hint": Words("程序拿不准，不作为退件理由。", "The program is not sure; no reason to refuse the papers."),
    "offices": Words("由主管部门办理的栏目", "Filled in by the offices"),
    "offices_hint": Words(
        "申报单位无须处理：这些意见和印章由主管部门在审核时填写、加盖。",
        "Nothing for the company to do: the offices write and seal these when they review.",
    ),
    "expected": Words("应为", "Expected"),
    "found": Words("实际", "Found"),
    "where": Words("位置", "Where"),
    "no_paper": Words("所缺材料，没有页面可看。", "The paper is missing; there is no page to show."),
    "several": Words(
        "这些材料里还有别的单位的：{names}。请核对是否放错，每家单位分开收件。",
        "Other companies' papers are among these: {names}. Receive each company by itself.",
    ),
    "earlier": Words("这家单位此前已收过件", "Papers of this company were received before"),
    "same_file": Words("与已收文件相同", "the same file as in receipt"),
    "give_title": Words("登记", "Register"),
    "company": Words("单位名称", "Company"),
    "code": Words("统一社会信用代码", "Credit code"),
    "district": Words("区市", "District"),
    "choose": Words("请选择", "Choose"),
    "received": Words("收件时间", "Received"),
    "received_hint": Words(
        "默认是第一个文件放入的时间；以前收到、现在补登的，改成实际收到的时间。",
        "By default when the first file was dropped; for papers that came earlier, when they really came.",
    ),
    "brought_by": Words("送件人（可不填）", "Brought by (optional)"),
    "note": Words("备注（可不填）", "Note (optional)"),
    "give": Words("登记并出具回执", "Register and give the receipt"),
    "give_unread": Words(
        "还有文件没读完；现在登记，这些文件按原文件名存放。",
        "Some files are not read yet; registered now, they keep the names they came with.",
    ),
    "drop": Words("不收了", "Do not receive"),
    "drop_sure": Words(
        "这次不收件？材料会移到“弃收”文件夹，不会删除。", "Not receive these papers? They are put aside, not deleted."
    ),
    "drop_yes": Words("确定不收", "Do not receive"),
    "given": Words("已收件", "Received"),
    "number": Words("收件编号", "Receipt no."),
    "print_receipt": Words("打印收件回执", "Print the receipt"),
    "print_slip": Words("打印补正单", "Print what to put right"),
    "next_company": Words("收下一家", "Next company"),
    "filed_in": Words("存放在", "Filed in"),
    "cancel_receipt": Words("作废这份回执", "Cancel this receipt"),
    "cancel_hint": Words(
        "作废后登记簿保留这一条并写明原因；已归档的文件不动。",
        "The entry stays in the register with the reason; the filed papers stay where they are.",
    ),
    "reason": Words("原因", "Reason"),
    "cancelled": Words("已作废", "Cancelled"),
    "dropped": Words("这次没有收件，材料在“收件柜台/弃收”。", "Nothing was received; the papers are in 收件柜台/弃收."),
    "receipt": Words("收件回执", "Receipt"),
    "slip": Words("材料补正单", "To be put right"),
    "receipt_text": Words(
        "本回执仅说明上列材料已于所载时间收到；是否符合申报条件，以审核结论为准。",
        "This receipt says that the papers above were received at that time; whether they meet the conditions is for "
        "the review to say.",
    ),
    "entered": Words("登记时间", "Registered"),
    "who": Words("收件人", "Received by"),
    "brought": Words("送件人", "Brought by"),
    "original": Words("原文件名", "File name"),
    "content": Words("内容校验值（SHA-256）", "SHA-256"),
    "sign": Words("收件单位（盖章）", "Office (seal)"),
    "print": Words("打印", "Print"),
    "back": Words("返回", "Back"),
    "slip_text": Words(
        "经对照申报要求检查，以下内容须补正，请改正后重新提交。",
        "The papers were checked against what the policy asks; please put the following right and hand it in again.",
    ),
    "slip_none": Words("没有发现须补正的内容。", "Nothing to put right was found."),
    "slip_reading": Words("材料还在读取，稍后自动更新。", "The papers are still being read; this page follows."),
    "slip_doubts": Words(
        "以下内容程序拿不准，请一并核对：", "The program is not sure of these; please look at them too:"
    ),
    "advice": Words("如何补正", "What to do"),
    "export_xlsx": Words("导出 Excel", "Excel"),
    "export_csv": Words("导出 CSV", "CSV"),
    "filter": Words("筛选（单位、编号、区市）", "Filter (company, number, district)"),
    "empty_register": Words("登记簿还是空的。", "The register is empty."),
    "again": Words("重新检查这个文件夹", "Check the folder again"),
    "home_hint": Words(
        "检查的是文件夹“{folder}”里的材料。改好文件后点“重新检查这个文件夹”；程序不会移动、改动或上传任何文件。",
        "These are the papers in “{folder}”. After mending a file, check again; no file is moved, changed or sent.",
    ),
    "missing": Words("没有这一份收件。", "There is no such receipt."),
    "uploading": Words("正在存放", "Storing"),
    "stored": Words("已存好", "stored"),
    "upload_failed": Words("没有存上", "was not stored"),
    "server_gone": Words(
        "连不上程序，正在重试；已存好的材料不会丢。",
        "The program does not answer; trying again. Nothing that was stored is lost.",
    ),
}
STATES = {
    Verdict.PASS: Words("已交", "there"),
    Verdict.DEFECT: Words("缺", "missing"),
    Verdict.UNSURE: Words("待核对", "to be looked at"),
    Verdict.NOT_CHECKABLE: Words("未能检查", "not checked"),
}
NEEDS_NAME = Words("请先填写姓名。", "Please give your name first.")
NEEDS_REASON = Words("请写明作废的原因。", "Please say why.")
TAKEN = Words(
    "这份收件刚刚已由他人办结，请看更新后的页面。", "Somebody else has just finished this; please look again."
)
NO_SUCH = Words("没有这一份收件，请回到柜台首页。", "There is no such receipt; please go back to the counter.")

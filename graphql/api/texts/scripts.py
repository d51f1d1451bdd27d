"""What people read when something about a script is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "SCRIPTS_UNSOUND": ("话术有问题,请按提示修改", "The scripts are not sound; see what is wrong"),
    "UNKNOWN_SCRIPT": ("没有编号为 {script} 的话术", "There is no script {script}"),
    "BANNED_PHRASE": (
        "{place}:第 {offset} 个字符后的“{text}”是禁用语,请换一种说法",
        "{place}: '{text}' after {offset} characters is a banned phrase",
    ),
    "UNKNOWN_VARIABLE": (
        "{place}:第 {offset} 个字符后的“{text}”不是可用的变量",
        "{place}: '{text}' after {offset} characters is no variable",
    ),
    "VARIABLE_UNFIT": (
        "{place}:第 {offset} 个字符后的“{text}”在这个场景下没有内容可填",
        "{place}: '{text}' after {offset} characters is not known in this situation",
    ),
    "SCRIPT_PLACE_TAKEN": (
        "{place}:同一场景、人群和步骤已有话术 {other}",
        "{place}: {other} is for the same situation, segment and step",
    ),
    "SCRIPT_STEP_MISSING": (
        "{place}:场景“{situation}”的步骤“{step}”缺少通用话术",
        "{place}: situation {situation} lacks a script for step {step} and every segment",
    ),
    "TOO_MANY_SCRIPTS": ("{place}:最多 {most} 条", "{place}: at most {most}"),
    "NO_SCRIPT_CHANGED": ("{place}:没有可修改的内容", "{place}: there is nothing to change"),
}

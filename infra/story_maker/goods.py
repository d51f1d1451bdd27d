"""What the community buys and who buys it."""

from typing import Any

from story_maker.script import Buyer, Good, Script, at

__all__ = ["APPLE", "BEEF", "BUYERS", "GOODS", "MILK", "OIL", "RICE", "SHRIMP", "STRAWBERRY", "TISSUE", "house", "join"]

STRAWBERRY = Good("SKU-101", "丹东草莓 2斤装", "FRESH", 4590)
APPLE = Good("SKU-102", "烟台苹果 5斤", "FRESH", 3980)
MILK = Good("SKU-201", "巴氏鲜牛奶 950ml", "DAIRY", 1990, shelf_life_days=7)
SHRIMP = Good("SKU-301", "阿根廷红虾 2kg", "FROZEN", 12900, shelf_life_days=180)
BEEF = Good("SKU-302", "原切牛排 5片", "FROZEN", 16800, shelf_life_days=180)
OIL = Good("SKU-401", "压榨花生油 5L", "GRAIN_OIL", 10900, shelf_life_days=540)
RICE = Good("SKU-402", "五常大米 10kg", "GRAIN_OIL", 7900, shelf_life_days=365)
TISSUE = Good("SKU-501", "抽纸 24包", "NON_FOOD", 2990)
GOODS = (STRAWBERRY, APPLE, MILK, SHRIMP, BEEF, OIL, RICE, TISSUE)

_AGENTS = {"A01": "客服小林", "A02": "客服小周"}
_NAMES = ("王小燕", "李春梅", "张建国", "刘芳", "陈丽华", "杨明", "赵秀英", "黄晓东", "周婷", "吴海涛", "徐静", "孙伟")
BUYERS = tuple(Buyer(f"M{number:03}", name, f"1380000{number:04}") for number, name in enumerate(_NAMES, 1))


def house(script: Script, agents: tuple[str, ...] = ("A01", "A02")) -> None:
    """Before the first order: the staff, the leader, the goods."""
    script.say("开张: 客服上岗,团长和商品资料就绪")
    for staff_id in agents:
        join(script, staff_id, _AGENTS[staff_id], "AGENT")
    leader = {"leader_id": "L001", "community": "阳光花园", "region": "华东", "occurred_at": at(1, 8).isoformat()}
    script.event(at(1, 8), "LeaderChanged", leader)
    for good in GOODS:
        script.event(at(1, 8), "ProductChanged", _product(good))


def join(script: Script, staff_id: str, name: str, role: str, **more: Any) -> None:
    """Somebody of the staff is registered and sits down; more: what else `RegisterStaffMember` takes."""
    entry = {"staffId": staff_id, "name": name, "roles": [role], "regions": ["华东"], **more}
    script.call(at(1, 8), "manager:B01", "RegisterStaffMember", variables={"input": entry})
    presence = {"input": {"staffId": staff_id, "present": True}}
    script.call(at(1, 8), f"{role.lower()}:{staff_id}", "SetPresence", variables=presence, key=False)


def _product(good: Good) -> dict[str, object]:
    known = {"sku": good.sku, "name": good.name, "category": good.category, "supplier": good.supplier}
    life = {"shelf_life_days": good.shelf_life_days} if good.shelf_life_days else {}
    return {**known, **life, "occurred_at": at(1, 8).isoformat()}

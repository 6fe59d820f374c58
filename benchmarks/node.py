"""The platform maker's Node SDK as a contestant, where Node and its packages can be had."""

import shutil

from benchmarks.ground import Ground
from benchmarks.processes import Process
from tests.wecom_simulator.node_tools import NoNode, install

__all__ = ["NoNode", "with_sdk"]


def with_sdk(ground: Ground, url: str) -> Process:
    """Start it against a gateway; raises NoNode where it cannot be had.

    Its answers come from memory: no SQLite for Node can be installed without a compiler, and so
    it is spared what the others pay for.
    """
    folder = ground.folder / "node"
    folder.mkdir(exist_ok=True)
    install(folder)
    shutil.copy("benchmarks/contestants/node_sdk.mjs", folder)
    command = ["node", "node_sdk.mjs", url, str(ground.answers)]
    return Process(command, log=ground.folder / "node.log", folder=folder, extra={})

"""What the self-test finds wrong, and the cure of each in a sentence.

Keys are the codes of `messages.doctor.Check`, and a word for the cause.
"""

_START = "请先启动 duban（duban run 或 systemctl start duban），再自检一次。"
_CALLBACK_ILL = {
    "no_port": (
        "[web] 的 port 是 0，没有地址可以接回调",
        "请把 [web] 的 port 改回 8787 或别的空闲端口，并让反向代理转到它。",
    ),
    "not_running": ("{url} 没有人应答，duban 没有在运行", _START),
    "forbidden": (
        "{url} 拒绝了验证",
        "请重启 duban 让它用上现在的 token 和 encoding_aes_key；还不行，就照管理后台重填这两项。",
    ),
    "elsewhere": (
        "{url} 答的不是 duban 的回调（HTTP {status}）",
        "请核对 [web] 的端口有没有被别的程序占用，path 改过就重启 duban。",
    ),
    "wrong_echo": (
        "{url} 的回答不对",
        "请核对 [web] 的端口是不是被别的程序占用，再重启 duban。",
    ),
}

ILL = {
    ("config.surfaces", "none"): (
        "还没有接入企业微信",
        "请照 docs/wecom.md 选一种接法，在 config.toml 写上 [smart_bot] 等一节。",
    ),
    ("config.names", "none"): (
        "[bot] 的 names 空着，群里 @ 它的名字去不掉",
        '请在 config.toml 的 [bot] 写上机器人在企业微信里显示的名字，例 names = ["督办助手"]。',
    ),
    ("config.groups", "none"): (
        "[groups] 里还没有企业微信的群，机器人在群里一个字也不会说",
        "请在群里 @ 机器人一次，用 duban chats 看到群编号，填进 [groups] 的 daily 或 allowed。",
    ),
    ("config.groups", "webhook"): (
        "[[webhooks]] 的 {chats} 不在 [groups] 的 daily 里，清单不会发过去",
        "请把 [[webhooks]] 的 chat 和 [groups] 的 daily 写成同一个编号。",
    ),
    ("config.file", "open"): (
        "{path} 里有密钥，机器上的别人也读得到",
        "请执行 chmod 600 {path}，属主改成运行 duban 的用户；或者把密钥放进环境变量。",
    ),
    ("config.routing", "unknown"): (
        "[routing] 里的 {names} 不是接法的名字",
        "请改成 smart_bot、smart_bot_callback、own_app、webhook 里的。",
    ),
    ("config.routing", "off"): (
        "[routing] 里的 {names} 没有开",
        "请在 config.toml 补上它那一节，或把它从 [routing] 删掉。",
    ),
    ("config.modes", "both"): (
        "[smart_bot] 和 [smart_bot_callback] 都开着，企业微信只让用一种",
        "请照管理后台里选的连接方式留下一节，删掉另一节。",
    ),
    ("database", "damaged"): (
        "{path} 核对出问题：{facts}",
        "请停机，用最近的备份替换它（连同 .id 文件），再运行 duban verify。",
    ),
    ("running", "no_port"): (
        "另一个 duban{pid}正在用这个数据库，但 [web] 的 port 是 0，看不到它好不好",
        "请把 [web] 的 port 打开，或先停掉它再自检。",
    ),
    ("running", "silent"): (
        "另一个 duban{pid}正在用这个数据库，但 {url} 没有应答",
        "请核对 [web] 的 host 和 port 是不是它启动时用的，或重启它。",
    ),
    ("running", "unwell"): (
        "另一个 duban{pid}正在用这个数据库，{url} 说不正常：{parts}",
        "请看它的日志（journalctl -u duban），处理后重启；要自检连接，先停掉它。",
    ),
    ("smart_bot.resolves", "unknown"): (
        "查不到 {host}",
        "请检查本机的 DNS（/etc/resolv.conf）和 [wecom] gateway_url 的拼写。",
    ),
    ("smart_bot.tcp", "refused"): (
        "{host}:{port} 拒绝连接",
        "请核对 [wecom] 的 gateway_url，并请网管放行本机到 {host} 的 {port} 端口。",
    ),
    ("smart_bot.tcp", "silent"): (
        "{host}:{port} 连不上（{seconds:.0f}秒没有回应）",
        "请网管放行本机到 {host} 的 {port} 端口（只需往外，不需公网地址）。",
    ),
    ("smart_bot.tls", "certificate"): (
        "证书不被信任（{reason}）",
        "请先核对本机日期；网里有设备拆看加密流量的，请网管对 {host} 放行，或装上它的根证书。",
    ),
    ("smart_bot.tls", "broken"): (
        "加密握手中断",
        "请网管检查防火墙或代理是不是拦截了到 {host} 的加密连接。",
    ),
    ("smart_bot.subscribe", "not_tried"): (
        "数据库没有到手，不知道有没有别的 duban 在用这个机器人，没有登录",
        "请先解决上面的数据库问题，并用运行 duban 的那个用户来自检。",
    ),
    ("smart_bot.subscribe", "handshake"): (
        "对方不肯升级成长连接（HTTP {status}）",
        "请核对 [wecom] 的 gateway_url，并请网管确认代理允许 WebSocket。",
    ),
    ("smart_bot.subscribe", "no_socket"): (
        "长连接没有建成",
        "请请网管确认防火墙或代理允许 WebSocket，再试一次。",
    ),
    ("smart_bot.subscribe", "no_ack"): (
        "登录请求{seconds:.0f}秒没有回音",
        "请过一分钟再试；一直这样，请核对 gateway_url，并请网管确认代理不拦 WebSocket。",
    ),
    ("smart_bot.subscribe", "closed"): (
        "登录时连接被断开",
        "请过一分钟再试；一直这样，请网管检查中间的代理。",
    ),
    ("smart_bot.ping", "no_ack"): ("没有回应", "请过一分钟再试；一直这样，请网管检查中间的代理。"),
    ("smart_bot.ping", "closed"): ("连接断了", "请过一分钟再试；一直这样，请网管检查中间的代理。"),
    ("smart_bot.heard", "nobody"): (
        "{seconds:.0f}秒里没有收到话",
        "请确认机器人已拉进群、发话的人在它的可见范围里、名字是从 @ 列表里选的，再自检一次。",
    ),
    ("smart_bot.heard", "no_group"): (
        "只收到单聊，群里{seconds:.0f}秒没有收到话",
        "请确认机器人已拉进群、在群里 @ 的是它，再自检一次。",
    ),
    ("smart_bot.heard", "lost"): (
        "等的时候连接断了",
        "请再自检一次；一直这样，请网管检查中间的代理。",
    ),
    ("smart_bot.heard", "taken_over"): (
        "等的时候有别的程序用同一个机器人登录了",
        "请找出那个程序停掉（一个机器人只能连一个程序）；不知道是谁，就在管理后台重置 Secret。",
    ),
    ("smart_bot.heard", "never"): (
        "正在运行的那个从来没有连上过",
        "请看它的日志（journalctl -u duban），或停掉它再自检。",
    ),
    ("smart_bot.heard", "stale"): (
        "正在运行的那个最近一次确认连着是 {at}，现在多半没连上",
        "请看它的日志（journalctl -u duban），或停掉它再自检。",
    ),
    ("message.chat", "strange"): (
        "群 {chat}，不在名单上",
        '请把 "{chat}" 加进 [groups] 的 daily（要发清单）或 allowed（只答问），再启动。',
    ),
    ("message.mention", "unknown"): (
        "叫的是“@{called}”，不是设置里的名字",
        '请在 config.toml 的 [bot] names 加上 "{called}"。',
    ),
    ("message.mention", "none"): (
        "话里没有 @",
        "请从群成员列表里选中机器人来 @，不要用引用或转发代替。",
    ),
    ("message.answer", "failed"): (
        "回话没有送到",
        "请再自检一次；一直这样，请照 docs/wecom.md 的错误码一节处理。",
    ),
    ("clock", "off"): (
        "和企业微信差 {seconds} 秒，超过 {minutes} 分钟的回调会被拒绝",
        "请打开时间同步：timedatectl set-ntp true。",
    ),
    ("clock", "unknown"): (
        "{host} 连不上，没法核对时间",
        "请检查本机到 {host} 的网络，并运行 timedatectl 看时间同步。",
    ),
    ("own_app.login", "unreachable"): (
        "{host} 连不上",
        "请网管放行本机到 {host} 的 443 端口，并核对 [wecom] 的 api_url。",
    ),
    ("own_app.address", "unreachable"): (
        "{host} 中途断了",
        "请再试一次；一直这样，请网管检查到 {host} 的网络。",
    ),
    ("webhook.key", "address"): (
        "{chat} 的 key 填成了整个地址",
        "请只填地址里 key= 后面的一串。",
    ),
    ("webhook.key", "shape"): (
        "{chat} 的 key 不像 key（应是 8-4-4-4-12 的字母数字）",
        "请从群的消息推送里重新复制地址，只填 key= 后面的一串。",
    ),
    ("webhook.post", "unreachable"): (
        "{host} 连不上，{chat} 没有发出",
        "请网管放行本机到 {host} 的 443 端口，并核对 [wecom] 的 api_url。",
    ),
    ("people", "unreached"): (
        "{count}人还到不了：{people}",
        "请他们在企业微信里找到机器人，给它发一句话（例：帮助），一次就行。",
    ),
    ("people", "no_surface"): (
        "现在的接法不能主动私信，{count}人到不了：{people}",
        "请改用长连接的智能机器人，或加上自建应用。",
    ),
    **{
        (check, cause): said
        for check in ("own_app.callback", "smart_bot_callback.address")
        for cause, said in _CALLBACK_ILL.items()
    },
}

_TRUST = "请在管理后台打开这个应用，把 {address} 加进“企业可信IP”，过一分钟再试。"
_AGAIN = "请过几分钟再试，期间不要反复重启。"

REFUSED = {
    -1: ("企业微信正忙", _AGAIN),
    40001: (
        "企业微信不认 [own_app] 的 secret",
        "请在管理后台打开这个应用，点 Secret 旁的“查看”，重新填进 [own_app] 的 secret。",
    ),
    40013: (
        "企业微信不认 [own_app] 的 corp_id",
        "请照管理后台“我的企业”最下面的“企业ID”（ww 开头）重填 corp_id。",
    ),
    45009: ("调用太频繁，企业微信暂时不理", _AGAIN),
    60020: ("本机出口地址 {address} 不在“企业可信IP”里", _TRUST),
    93000: (
        "企业微信不认 {chat} 的 key",
        "请在群里重新添加一个消息推送，把新地址里 key= 后面的一串填进 [[webhooks]] 的 key。",
    ),
    93004: ("{chat} 的消息推送被停用了", "请在群里重新启用它，或另加一个。"),
    93008: ("{chat} 的消息推送已不在群里", "请在群里重新添加一个，换上新的 key。"),
    853000: (
        "企业微信不认 bot_id 或 secret",
        (
            "请在管理后台打开这个智能机器人核对三处：bot_id 是 BotID（aib 开头，"
            "不是浏览器地址里的数字），secret 是长连接的 Secret（忘了就重新生成），"
            "连接方式选的是“使用长连接”。"
        ),
    ),
}
REFUSED_OTHERWISE = ("企业微信没有接受", "请照 docs/wecom.md 的错误码一节查 {code}。")

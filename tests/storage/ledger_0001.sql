-- A ledger as the release with revision 0001 left it: one item, three reports.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE entry (
	seq INTEGER NOT NULL,
	"plan" TEXT NOT NULL,
	objective INTEGER,
	number INTEGER,
	kind VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	actor TEXT NOT NULL,
	actor_name TEXT NOT NULL,
	unit TEXT NOT NULL,
	on_behalf BOOLEAN NOT NULL,
	part BOOLEAN NOT NULL,
	words TEXT NOT NULL,
	progress VARCHAR,
	percent INTEGER,
	percent_words TEXT NOT NULL,
	metric TEXT NOT NULL,
	note TEXT NOT NULL,
	status_before VARCHAR NOT NULL,
	status_after VARCHAR NOT NULL,
	message_key TEXT NOT NULL,
	chain VARCHAR NOT NULL,
	CONSTRAINT pk_entry PRIMARY KEY (seq),
	CONSTRAINT fk_entry_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (name)
);
INSERT INTO "entry" VALUES(1,'营商',15,6,'reported','2023-11-15 04:00:01.000000','zhang','张三','县税务局',0,0,'进度 15(6) 完成1%','under_way',1,'','','','open','open','m1','acc56d4abf45361260363723913672e42101b6ef92506d10ed3a25a9d1c78ca7');
INSERT INTO "entry" VALUES(2,'营商',15,6,'reported','2023-11-15 04:00:02.000000','zhang','张三','县税务局',0,0,'进度 15(6) 完成2%','under_way',2,'','','','open','open','m2','d5c90b4148a573fb5f42b3347731656d1d5af1a32586a8f48d09e40ac50adc67');
INSERT INTO "entry" VALUES(3,'营商',15,6,'reported','2023-11-15 04:00:03.000000','zhang','张三','县税务局',0,0,'进度 15(6) 完成3%','under_way',3,'','','','open','open','m3','78a0c513a6b940af68c7adbd8ac50bb6b8479fedcee270b466fca286edbbb538');
CREATE TABLE inbox (
	"key" TEXT NOT NULL,
	at DATETIME NOT NULL,
	digest VARCHAR NOT NULL,
	reply JSON NOT NULL,
	seal VARCHAR NOT NULL,
	CONSTRAINT pk_inbox PRIMARY KEY ("key")
);
INSERT INTO "inbox" VALUES('m1','2023-11-15 04:00:01.000000','0000000000000000000000000000000000000000000000000000000000000000','["已记录", "1%"]','f1b4cb663831c9653d47f9caa0ac7518c1c928c0dcaa061b35697685794ee2f8');
INSERT INTO "inbox" VALUES('m2','2023-11-15 04:00:02.000000','0000000000000000000000000000000000000000000000000000000000000000','["已记录", "2%"]','5108fb3122cd26e7942eb87b52faa34f91996601e2d31435cfc95258064641db');
INSERT INTO "inbox" VALUES('m3','2023-11-15 04:00:03.000000','0000000000000000000000000000000000000000000000000000000000000000','["已记录", "3%"]','49cc837b27d59f5741327481026588b0ff31a5f8494f8fe8cc806c47f8204d9f');
CREATE TABLE item_version (
	seq INTEGER NOT NULL,
	plan_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	objective INTEGER NOT NULL,
	number INTEGER NOT NULL,
	since DATETIME NOT NULL,
	definition JSON NOT NULL,
	retired BOOLEAN NOT NULL,
	digest VARCHAR NOT NULL,
	CONSTRAINT pk_item_version PRIMARY KEY (seq),
	CONSTRAINT fk_item_version_plan_id_plan FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
INSERT INTO "item_version" VALUES(1,1,0,15,6,'2023-11-15 04:00:00.000000','{"ref": {"objective": 15, "number": 6}, "section": "一、政务", "objective": "1.办得快", "text": "一件事", "lead": ["县税务局"], "units": ["县财政局", "县住建局（人防办）"], "units_text": "县财政局、县住建局（人防办）", "units_open": false, "deadline": {"words": "12月底前", "due": "2023-12-31", "ongoing": false}, "milestones": [{"day": "2023-03-25", "words": "3月25日前"}], "targets": [{"name": "率", "relation": ">=", "value": 0.5, "unit": "%", "words": "达0.5%"}]}',0,'30c9246a293bb849a7c9b7406f397bdc9cf1fff29e1731d86a00590f36e443be');
CREATE TABLE ledger (
	uuid VARCHAR NOT NULL,
	CONSTRAINT pk_ledger PRIMARY KEY (uuid)
);
INSERT INTO "ledger" VALUES('3327370c-132e-4e2b-9615-153bb3bea330');
CREATE TABLE outbox (
	id INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	kind VARCHAR NOT NULL,
	to_kind VARCHAR NOT NULL,
	recipient TEXT NOT NULL,
	due_at DATETIME NOT NULL,
	day DATE,
	text TEXT NOT NULL,
	state VARCHAR NOT NULL,
	attempts INTEGER NOT NULL,
	not_before DATETIME,
	late BOOLEAN NOT NULL,
	sent_to TEXT NOT NULL,
	sent_at DATETIME,
	error TEXT NOT NULL,
	resends INTEGER NOT NULL,
	CONSTRAINT pk_outbox PRIMARY KEY (id),
	CONSTRAINT uq_outbox_key UNIQUE ("key")
);
CREATE TABLE "plan" (
	id INTEGER NOT NULL,
	name TEXT NOT NULL,
	title TEXT NOT NULL,
	members JSON NOT NULL,
	sample BOOLEAN NOT NULL,
	digest VARCHAR NOT NULL,
	CONSTRAINT pk_plan PRIMARY KEY (id),
	CONSTRAINT uq_plan_name UNIQUE (name)
);
INSERT INTO "plan" VALUES(1,'营商','方案','["县税务局"]',0,'d6a3f7c8fd6899afec3fc6ecd137855185a034cb7d35883137d7d9508cbfb50f');
CREATE TABLE reminder (
	id INTEGER NOT NULL,
	step VARCHAR NOT NULL,
	"plan" TEXT NOT NULL,
	objective INTEGER NOT NULL,
	number INTEGER NOT NULL,
	unit TEXT NOT NULL,
	day DATE NOT NULL,
	outgoing_key TEXT NOT NULL,
	CONSTRAINT pk_reminder PRIMARY KEY (id),
	CONSTRAINT fk_reminder_outgoing_key_outbox FOREIGN KEY(outgoing_key) REFERENCES outbox ("key"),
	CONSTRAINT uq_reminder_step_plan_objective_number_unit_day UNIQUE (step, "plan", objective, number, unit, day)
);
CREATE TABLE round (
	name VARCHAR NOT NULL,
	day DATE NOT NULL,
	CONSTRAINT pk_round PRIMARY KEY (name, day)
);
CREATE INDEX ix_item_version_plan_id_objective_number ON item_version (plan_id, objective, number);
CREATE INDEX ix_entry_at ON entry (at);
CREATE INDEX ix_entry_plan_objective_number ON entry ("plan", objective, number);
CREATE INDEX ix_outbox_state_due_at ON outbox (state, due_at);
CREATE INDEX ix_reminder_outgoing_key ON reminder (outgoing_key);
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry WHEN EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
CREATE TRIGGER item_version_no_update BEFORE UPDATE ON item_version BEGIN SELECT RAISE(ABORT, 'item_version is append-only'); END;
CREATE TRIGGER item_version_no_delete BEFORE DELETE ON item_version BEGIN SELECT RAISE(ABORT, 'item_version is append-only'); END;
CREATE TRIGGER item_version_no_replace BEFORE INSERT ON item_version WHEN EXISTS (SELECT 1 FROM item_version WHERE seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'item_version is append-only'); END;
COMMIT;

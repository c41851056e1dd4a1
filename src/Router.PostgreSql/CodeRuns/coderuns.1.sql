-- The tables and functions of runs, version 1. {schema} stands for the schema's quoted name. Times are microseconds since 1970.
--
-- The parts of a run: -2 its checkpoint, -1 its header, from 0 on its entries. They are compressed already.
CREATE SEQUENCE {schema}.code_run_fence;
CREATE TABLE {schema}.code_run (
    run text COLLATE "C" PRIMARY KEY, created bigint NOT NULL, fence bigint NOT NULL, held bigint, entries int NOT NULL) WITH (fillfactor = 70);
CREATE INDEX ON {schema}.code_run (created, run);
CREATE TABLE {schema}.code_run_part (
    run text COLLATE "C" NOT NULL, position int NOT NULL, content bytea NOT NULL, PRIMARY KEY (run, position));
ALTER TABLE {schema}.code_run_part ALTER COLUMN content SET STORAGE EXTERNAL;

-- A time that is given takes the place of the clock.
CREATE FUNCTION {schema}.code_run_now_1(p_now bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(p_now, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
$$;

-- The row of a run, locked until the transaction ends: whoever decides about a run holds it. Under another isolation level than this
-- one the row would be one of the past.
CREATE FUNCTION {schema}.code_run_lock_1(p_run text) RETURNS {schema}.code_run LANGUAGE plpgsql AS $$
DECLARE
    v_run {schema}.code_run;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Router decides under the isolation level "read committed", and this connection is set to "%".',
            current_setting('transaction_isolation') USING HINT = 'Remove default_transaction_isolation from the connection''s settings.';
    END IF;
    SELECT * INTO v_run FROM {schema}.code_run WHERE run = p_run FOR UPDATE;
    RETURN v_run;
END
$$;

-- The opening's number; null where the run is there already.
CREATE FUNCTION {schema}.code_run_create_1(p_run text, p_header bytea, p_hold bigint, p_now bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint := {schema}.code_run_now_1(p_now);
    v_fence bigint;
BEGIN
    INSERT INTO {schema}.code_run VALUES (p_run, v_now, 0, v_now + p_hold, 0) ON CONFLICT (run) DO NOTHING;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    -- Only now: the insertion may have waited for a deletion, and that for openings with higher numbers.
    UPDATE {schema}.code_run SET fence = nextval('{schema}.code_run_fence') WHERE run = p_run RETURNING fence INTO v_fence;
    INSERT INTO {schema}.code_run_part VALUES (p_run, -1, p_header);
    RETURN v_fence;
END
$$;

-- First a row whose position is null, with the opening's number, or with until when another holds the run; then its parts. No row at
-- all where there is no such run.
CREATE FUNCTION {schema}.code_run_open_1(
    p_run text, p_hold bigint, p_now bigint, OUT opened bigint, OUT until bigint, OUT entries int, OUT part int, OUT content bytea)
RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
    v_run {schema}.code_run := {schema}.code_run_lock_1(p_run);
    v_now bigint := {schema}.code_run_now_1(p_now);
BEGIN
    IF v_run.run IS NULL THEN
        RETURN;
    END IF;

    IF v_run.held > v_now THEN
        until := v_run.held;
        RETURN NEXT;
        RETURN;
    END IF;

    opened := nextval('{schema}.code_run_fence');
    entries := v_run.entries;
    UPDATE {schema}.code_run AS r SET fence = opened, held = v_now + p_hold WHERE r.run = p_run;
    RETURN NEXT;
    RETURN QUERY SELECT NULL::bigint, NULL::bigint, NULL::int, p.position, p.content
        FROM {schema}.code_run_part AS p WHERE p.run = p_run ORDER BY p.position;
END
$$;

-- Null where it was done; -1 where the run is no longer held by this opening; otherwise how many entries there are.
CREATE FUNCTION {schema}.code_run_append_1(p_run text, p_fence bigint, p_index int, p_entries bytea[], p_hold bigint, p_now bigint)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_run {schema}.code_run := {schema}.code_run_lock_1(p_run);
BEGIN
    IF v_run.fence IS DISTINCT FROM p_fence OR v_run.held IS NULL THEN
        RETURN -1;
    ELSIF v_run.entries <> p_index THEN
        RETURN v_run.entries;
    END IF;

    INSERT INTO {schema}.code_run_part
        SELECT p_run, p_index + number::int - 1, entry FROM unnest(p_entries) WITH ORDINALITY AS given (entry, number);
    UPDATE {schema}.code_run AS r SET held = {schema}.code_run_now_1(p_now) + p_hold, entries = p_index + cardinality(p_entries)
        WHERE r.run = p_run;
    RETURN NULL;
END
$$;

-- The following say whether the run is still held by this opening.
CREATE FUNCTION {schema}.code_run_checkpoint_1(p_run text, p_fence bigint, p_checkpoint bytea) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_run {schema}.code_run := {schema}.code_run_lock_1(p_run);
BEGIN
    IF v_run.fence IS DISTINCT FROM p_fence OR v_run.held IS NULL THEN
        RETURN false;
    END IF;

    INSERT INTO {schema}.code_run_part AS p VALUES (p_run, -2, p_checkpoint)
        ON CONFLICT (run, position) DO UPDATE SET content = excluded.content;
    RETURN true;
END
$$;

-- Without a time it lets the run go.
CREATE FUNCTION {schema}.code_run_hold_1(p_run text, p_fence bigint, p_hold bigint, p_now bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_run {schema}.code_run := {schema}.code_run_lock_1(p_run);
BEGIN
    IF v_run.fence IS DISTINCT FROM p_fence OR v_run.held IS NULL THEN
        RETURN false;
    END IF;

    UPDATE {schema}.code_run AS r SET held = {schema}.code_run_now_1(p_now) + p_hold WHERE r.run = p_run;
    RETURN true;
END
$$;

CREATE FUNCTION {schema}.code_run_delete_1(p_run text, p_fence bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_run {schema}.code_run := {schema}.code_run_lock_1(p_run);
BEGIN
    IF v_run.fence IS DISTINCT FROM p_fence OR v_run.held IS NULL THEN
        RETURN false;
    END IF;

    DELETE FROM {schema}.code_run_part AS p WHERE p.run = p_run;
    DELETE FROM {schema}.code_run AS r WHERE r.run = p_run;
    RETURN true;
END
$$;

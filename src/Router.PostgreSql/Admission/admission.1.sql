-- The tables and functions of limits and budgets, version 1. {schema} stands for the schema's quoted name.
-- Times are microseconds since 1970, except those of a rate: nanoseconds.
--
-- Rates and leases are unlogged: they are worth nothing after a crash that took minutes, and cost no flush of the log. What is
-- spent and held, what was settled and what is stopped outlasts it.
CREATE UNLOGGED TABLE {schema}.rate (key text COLLATE "C" PRIMARY KEY, tat bigint NOT NULL, back bigint NOT NULL) WITH (fillfactor = 70);
CREATE UNLOGGED TABLE {schema}.lease (key text COLLATE "C", reservation text COLLATE "C", expires bigint NOT NULL, PRIMARY KEY (key, reservation));
CREATE INDEX ON {schema}.lease (reservation);
CREATE TABLE {schema}.quota (key text COLLATE "C", slot bigint, spent bigint NOT NULL, expires bigint NOT NULL, PRIMARY KEY (key, slot))
    WITH (fillfactor = 70);
CREATE TABLE {schema}.hold (
    key text COLLATE "C", reservation text COLLATE "C", slot bigint NOT NULL, amount bigint NOT NULL, expires bigint NOT NULL, PRIMARY KEY (key, reservation));
CREATE INDEX ON {schema}.hold (reservation);
CREATE TABLE {schema}.switch (key text COLLATE "C" PRIMARY KEY, name text NOT NULL, reason text NOT NULL);
CREATE TABLE {schema}.settlement (id text COLLATE "C" PRIMARY KEY, expires bigint NOT NULL);

-- Nanoseconds since 1970; a time that is given takes the place of the clock.
CREATE FUNCTION {schema}.clock_1(p_now bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(p_now, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000)
$$;

CREATE FUNCTION {schema}.plus_1(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN a > 9223372036854775807 - b THEN 9223372036854775807 ELSE a + b END
$$;

-- Whoever decides about a key holds its lock. They are taken in the order of their numbers, so that no two decisions wait for each
-- other, and end with the transaction. Switches (3) are only read, and all decisions read the same ones.
CREATE FUNCTION {schema}.lock_1(p_kinds int[], p_keys text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_lock bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Router decides under the isolation level "read committed", and this connection is set to "%".',
            current_setting('transaction_isolation') USING HINT = 'Remove default_transaction_isolation from the connection''s settings.';
    END IF;
    FOR v_lock IN
        SELECT DISTINCT hashtextextended('{schema}/' || key, 0) AS number FROM unnest(p_kinds, p_keys) AS claim (kind, key)
        WHERE kind <> 3 ORDER BY number
    LOOP
        PERFORM pg_advisory_xact_lock(v_lock);
    END LOOP;
END
$$;

-- The slot of a time, the first that still counts, and how long a slot counts after its start. Windows: 0 for ever, 1 day, 2 month, 3 rolling.
CREATE FUNCTION {schema}.slots_1(p_window int, p_period bigint, p_now bigint, OUT slot bigint, OUT first bigint, OUT ends bigint)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_length bigint;
    v_month timestamp;
BEGIN
    IF p_window = 1 THEN
        slot := p_now - p_now % 86400000000;
        first := slot;
        ends := slot + 86400000000;
    ELSIF p_window = 2 THEN
        v_month := date_trunc('month', to_timestamp(p_now / 1000000) AT TIME ZONE 'UTC');
        slot := extract(epoch FROM v_month)::bigint * 1000000;
        first := slot;
        ends := extract(epoch FROM v_month + interval '1 month')::bigint * 1000000;
    ELSIF p_window = 3 THEN
        v_length := greatest(1, p_period / 60);
        slot := p_now - p_now % v_length;
        first := greatest(0, p_now - p_period);
        first := first - first % v_length;
        ends := slot + v_length + p_period;
    ELSE
        slot := 0;
        first := 0;
        ends := 9223372036854775807;
    END IF;
END
$$;

CREATE FUNCTION {schema}.reserve_1(
    p_id text, p_kinds int[], p_keys text[], p_amounts bigint[], p_limits bigint[], p_windows int[], p_periods bigint[],
    p_expiry bigint, p_now bigint,
    OUT refused int, OUT wait bigint, OUT standing bigint, OUT reason text, OUT positions bigint[], OUT standings bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint;
    v_micros bigint;
    v_key text;
    v_amount bigint;
    v_limit bigint;
    v_rank int := -1;
    v_this_rank int;
    v_this_wait bigint;
    v_this_standing bigint;
    v_this_reason text;
    v_tat bigint;
    v_back bigint;
    v_sum numeric;
    v_slots record;
    v_rates bigint[] := array_fill(0::bigint, ARRAY[cardinality(p_keys)]);
    v_backs bigint[] := v_rates;
BEGIN
    positions := v_rates;
    standings := v_rates;
    PERFORM {schema}.lock_1(p_kinds, p_keys);
    v_now := {schema}.clock_1(p_now);
    v_micros := v_now / 1000;

    FOR i IN 1 .. cardinality(p_keys) LOOP
        v_key := p_keys[i];
        v_amount := p_amounts[i];
        v_limit := p_limits[i];
        v_this_rank := -1;
        v_this_wait := NULL;
        v_this_reason := NULL;
        IF p_kinds[i] = 0 THEN
            SELECT tat, back INTO v_tat, v_back FROM {schema}.rate WHERE key = v_key;
            IF v_tat IS NULL OR v_tat < v_now THEN
                -- What settlements moved back shrinks with the time that is past, so that no mark given so far reaches beyond now.
                v_back := coalesce(greatest(0, v_back - (v_now - v_tat)), 0);
                v_tat := v_now;
            END IF;
            v_this_standing := v_tat - v_now;
            IF v_amount > v_limit THEN
                v_this_rank := 1;
            ELSIF v_this_standing > v_limit - v_amount THEN
                v_this_rank := 0;
                v_this_wait := v_this_standing - (v_limit - v_amount);
            ELSE
                v_rates[i] := {schema}.plus_1(v_tat, v_amount);
                v_backs[i] := v_back;
                positions[i] := {schema}.plus_1(v_rates[i], v_back);
                standings[i] := v_rates[i] - v_now;
            END IF;
        ELSIF p_kinds[i] = 1 THEN
            SELECT count(*) INTO v_this_standing FROM {schema}.lease WHERE key = v_key AND expires > v_micros;
            standings[i] := v_this_standing + 1;
            IF v_this_standing >= v_limit THEN
                v_this_rank := 1;
            END IF;
        ELSIF p_kinds[i] = 2 THEN
            v_slots := {schema}.slots_1(p_windows[i], p_periods[i], v_micros);
            SELECT coalesce((SELECT sum(spent) FROM {schema}.quota WHERE key = v_key AND slot >= v_slots.first), 0)
                 + coalesce((SELECT sum(amount) FROM {schema}.hold WHERE key = v_key AND slot >= v_slots.first AND expires > v_micros), 0)
                INTO v_sum;
            v_this_standing := least(v_sum, 9223372036854775807);
            positions[i] := v_slots.slot;
            standings[i] := least(v_sum + v_amount, 9223372036854775807);
            IF v_limit < 9223372036854775807 AND v_sum + v_amount > v_limit THEN
                v_this_rank := 1;
                IF v_amount <= v_limit AND p_windows[i] <> 0 THEN
                    v_this_rank := 0;
                    v_this_wait := {schema}.wait_1(v_key, p_windows[i], p_periods[i], v_micros, v_sum + v_amount - v_limit);
                END IF;
            END IF;
        ELSE
            SELECT s.reason INTO v_this_reason FROM {schema}.switch s WHERE key = v_key;
            v_this_standing := 0;
            IF v_this_reason IS NOT NULL THEN
                v_this_rank := 2;
            END IF;
        END IF;

        -- Of several the one that is free last: time does not mend a switch, nor what has no known end.
        IF v_this_rank > v_rank OR (v_this_rank = 0 AND v_rank = 0 AND v_this_wait > wait) THEN
            v_rank := v_this_rank;
            refused := i - 1;
            wait := v_this_wait;
            standing := v_this_standing;
            reason := v_this_reason;
        END IF;
    END LOOP;

    IF v_rank >= 0 THEN
        RETURN;
    END IF;

    FOR i IN 1 .. cardinality(p_keys) LOOP
        IF p_kinds[i] = 0 THEN
            INSERT INTO {schema}.rate AS r VALUES (p_keys[i], v_rates[i], v_backs[i])
                ON CONFLICT (key) DO UPDATE SET tat = excluded.tat, back = excluded.back;
        ELSIF p_kinds[i] = 1 THEN
            INSERT INTO {schema}.lease AS l VALUES (p_keys[i], p_id, v_micros + p_expiry)
                ON CONFLICT (key, reservation) DO UPDATE SET expires = excluded.expires;
        ELSIF p_kinds[i] = 2 THEN
            INSERT INTO {schema}.hold AS h VALUES (p_keys[i], p_id, positions[i], p_amounts[i], v_micros + p_expiry)
                ON CONFLICT (key, reservation) DO UPDATE
                SET slot = excluded.slot, expires = excluded.expires, amount = {schema}.plus_1(h.amount, excluded.amount);
        END IF;
    END LOOP;
END
$$;

-- In how many nanoseconds enough slots have left a window.
CREATE FUNCTION {schema}.wait_1(p_key text, p_window int, p_period bigint, p_now bigint, p_excess numeric) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_slots record := {schema}.slots_1(p_window, p_period, p_now);
    v_last bigint;
BEGIN
    SELECT min(slot) INTO v_last FROM (
        SELECT slot, sum(sum(amount)) OVER (ORDER BY slot) AS freed FROM (
            SELECT slot, spent AS amount FROM {schema}.quota WHERE key = p_key AND slot >= v_slots.first
            UNION ALL
            SELECT slot, amount FROM {schema}.hold WHERE key = p_key AND slot >= v_slots.first AND expires > p_now) AS standing
        GROUP BY slot) AS slots
    WHERE freed >= p_excess;
    RETURN least((v_last - v_slots.slot + v_slots.ends - p_now)::numeric * 1000, 9223372036854775807);
END
$$;

CREATE FUNCTION {schema}.settle_1(
    p_id text, p_reservation text, p_kinds int[], p_keys text[], p_amounts bigint[], p_windows int[], p_periods bigint[],
    p_positions bigint[], p_actuals bigint[], p_kept bigint, p_now bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint;
    v_tat bigint;
    v_back bigint;
    v_return bigint;
BEGIN
    PERFORM {schema}.lock_1(p_kinds, p_keys);
    v_now := {schema}.clock_1(p_now);
    INSERT INTO {schema}.settlement VALUES (p_id, v_now / 1000 + p_kept) ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    FOR i IN 1 .. cardinality(p_keys) LOOP
        IF p_kinds[i] = 0 AND p_actuals[i] <> p_amounts[i] THEN
            SELECT tat, back INTO v_tat, v_back FROM {schema}.rate WHERE key = p_keys[i];
            IF v_tat IS NULL OR v_tat < v_now THEN
                v_back := coalesce(greatest(0, v_back - (v_now - v_tat)), 0);
                v_tat := v_now;
            END IF;
            IF p_actuals[i] > p_amounts[i] THEN
                v_tat := {schema}.plus_1(v_tat, p_actuals[i] - p_amounts[i]);
            ELSE
                -- What time has given back already is not given back again: only what of the taking still lies ahead, now that
                -- settlements have moved everything behind it.
                v_return := least(p_amounts[i] - p_actuals[i], greatest(0, p_positions[i] - v_back - v_now), v_tat - v_now);
                v_tat := v_tat - v_return;
                v_back := {schema}.plus_1(v_back, v_return);
            END IF;
            INSERT INTO {schema}.rate VALUES (p_keys[i], v_tat, v_back)
                ON CONFLICT (key) DO UPDATE SET tat = excluded.tat, back = excluded.back;
        ELSIF p_kinds[i] = 1 THEN
            DELETE FROM {schema}.lease WHERE key = p_keys[i] AND reservation = p_reservation;
        ELSIF p_kinds[i] = 2 THEN
            DELETE FROM {schema}.hold WHERE key = p_keys[i] AND reservation = p_reservation;
            IF p_actuals[i] > 0 THEN
                INSERT INTO {schema}.quota AS q
                    VALUES (p_keys[i], p_positions[i], p_actuals[i], ({schema}.slots_1(p_windows[i], p_periods[i], p_positions[i])).ends)
                    ON CONFLICT (key, slot) DO UPDATE SET spent = {schema}.plus_1(q.spent, excluded.spent);
            END IF;
        END IF;
    END LOOP;
END
$$;

-- Rows that are locked are about to end or have ended: they need no more time.
CREATE FUNCTION {schema}.renew_1(p_reservation text, p_expiry bigint, p_now bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint := {schema}.clock_1(p_now) / 1000;
BEGIN
    UPDATE {schema}.lease SET expires = v_now + p_expiry WHERE reservation = p_reservation AND key IN (
        SELECT key FROM {schema}.lease WHERE reservation = p_reservation AND expires > v_now FOR UPDATE SKIP LOCKED);
    UPDATE {schema}.hold SET expires = v_now + p_expiry WHERE reservation = p_reservation AND key IN (
        SELECT key FROM {schema}.hold WHERE reservation = p_reservation AND expires > v_now FOR UPDATE SKIP LOCKED);
END
$$;

CREATE FUNCTION {schema}.read_1(p_key text, p_window int, p_period bigint, p_now bigint, OUT spent bigint, OUT held bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint := {schema}.clock_1(p_now) / 1000;
    v_slots record := {schema}.slots_1(p_window, p_period, v_now);
BEGIN
    SELECT least(coalesce(sum(q.spent), 0), 9223372036854775807) INTO spent
        FROM {schema}.quota q WHERE key = p_key AND slot >= v_slots.first;
    SELECT least(coalesce(sum(h.amount), 0), 9223372036854775807) INTO held
        FROM {schema}.hold h WHERE key = p_key AND slot >= v_slots.first AND expires > v_now;
END
$$;

-- Takes out what has expired from some pages of one table, and answers with the page to go on from. Rows that others hold are left
-- for the next round, and so are those that expired within the last minute: decisions that go on meanwhile may be a little behind.
CREATE FUNCTION {schema}.sweep_1(p_table int, p_page bigint, p_pages int, p_now bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint := {schema}.clock_1(p_now) / 1000 - 60000000;
    v_name text := (ARRAY['rate', 'lease', 'quota', 'hold', 'settlement'])[p_table + 1];
    v_test text := CASE p_table WHEN 0 THEN 'tat <= $1 * 1000 - back' ELSE 'expires <= $1' END;
    v_from tid := format('(%s,0)', p_page)::tid;
    v_to tid := format('(%s,0)', p_page + p_pages)::tid;
BEGIN
    EXECUTE format(
        'DELETE FROM {schema}.%1$I WHERE %2$s AND ctid = ANY (ARRAY(
            SELECT ctid FROM {schema}.%1$I WHERE ctid >= $2 AND ctid < $3 AND %2$s FOR UPDATE SKIP LOCKED))', v_name, v_test)
        USING v_now, v_from, v_to;
    RETURN CASE WHEN (p_page + p_pages) * current_setting('block_size')::bigint >= pg_relation_size(format('{schema}.%I', v_name)::regclass)
        THEN 0 ELSE p_page + p_pages END;
END
$$;

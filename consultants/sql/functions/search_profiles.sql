-- Search: which people an organization's members find. It returns ids and a count and no value; the
-- values come through `profile_seen`, which applies the rule once more.
--
-- The people found: the ids of one page of 20, and how many there are. The count stops at 201, or one
-- past this page: enough to say "more". Only members of organizations search; others find nobody.
--
-- In two parts. Most people are found by what all of the viewer's kind may see, without a look at how
-- they stand to the organization. Any 201 of them are enough for the count; only where there are that
-- many, the page is asked for again, in the order of the list. The second part is over those whom the
-- organization stands to in some way, and finds some people of the first part again. Where the first
-- part fills the count, the second has only to say who else belongs on the pages so far. All of them
-- are dynamic, so that each is planned for what is asked and for who asks it.
CREATE FUNCTION search_profiles(asked search_question, page int, OUT ids bigint[], OUT total int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_mergejoin = off SET max_parallel_workers_per_gather = 0 SET jit = off SET random_page_cost = 1.1 SET cpu_index_tuple_cost = 0.15 AS $$
DECLARE
  looking record;
  blocking bigint[];
  before int := 20 * (least(greatest(page, 1), 500) - 1);
  reach int := before + 21;
  most int := greatest(201, reach);
  wanted int := most;
  in_order text := ' ORDER BY ' || CASE WHEN asked.by_rate THEN 'rate, ' ELSE '' END || 'order_key';
  more text;
  keys bigint[];
  rates int[];
BEGIN
  SELECT * INTO looking FROM acting_viewer();
  IF looking.home IS NOT NULL AND looking.base IN (4, 5) THEN
    blocking := who_blocks(looking.me, looking.home);
    -- in order at once: where nothing is asked, an index has them so; of what anyone may see, there is little
    more := CASE WHEN asks_nothing(asked) OR looking.base = 5 THEN in_order ELSE '' END;
    LOOP
      EXECUTE 'SELECT array_agg(consultant_id), array_agg(order_key), array_agg(rate) FROM ('
           || search_part(asked, CASE looking.base WHEN 5 THEN 'pub' WHEN 4 THEN 'chk' END, more) || ') f'
        INTO ids, keys, rates
        USING looking.base, looking.org, blocking, asked.expertise, asked.language, asked.region, asked.rate,
              asked.availability, asked.words, wanted;
      total := coalesce(total, cardinality(ids), 0);
      EXIT WHEN total < most OR more = in_order;
      more := in_order;
      wanted := reach;
    END LOOP;
  END IF;
  IF looking.org IS NOT NULL THEN
    wanted := CASE total WHEN most THEN reach ELSE most END;
    more := CASE WHEN total < most THEN ''
                 WHEN asked.by_rate THEN ' AND (p.rate, p.order_key) < ($13[$10], $12[$10])'
                 ELSE ' AND p.order_key < $12[$10] AND s.order_key < $12[$10]' END;
    EXECUTE 'SELECT array_agg(consultant_id) FROM (SELECT consultant_id FROM ('
         || 'SELECT * FROM unnest($11, $12, $13) f (consultant_id, order_key, rate) UNION ALL ('
         || search_part(asked, 'standing', more || in_order) || ')) f GROUP BY consultant_id ORDER BY '
         || CASE WHEN asked.by_rate THEN 'min(rate), ' ELSE '' END || 'min(order_key) LIMIT $10) f'
      INTO ids
      USING looking.base, looking.org, blocking, asked.expertise, asked.language, asked.region, asked.rate,
            asked.availability, asked.words, wanted, ids, keys, rates;
    total := CASE total WHEN most THEN most ELSE coalesce(cardinality(ids), 0) END;
  END IF;
  ids := coalesce(ids[before + 1 : before + 20], '{}');
  total := coalesce(total, 0);
END $$;
REVOKE EXECUTE ON FUNCTION search_profiles FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_profiles TO equal_web;

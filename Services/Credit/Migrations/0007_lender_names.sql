-- What lenders are called, so that people see by name whom they let read and who has read.

-- Nil until Accounts tells it, which it does whenever it starts.
ALTER TABLE lenders ADD COLUMN name text;
CREATE FUNCTION called(lender uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = :schema, pg_temp AS $$
    SELECT name FROM lenders WHERE lender_id = lender
$$;
REVOKE EXECUTE ON FUNCTION called(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION called(uuid) TO credit_tenant, credit_worker;

-- The tables of Analytics.
SELECT 1;

CREATE TABLE fruits (name text PRIMARY KEY, grams integer NOT NULL);

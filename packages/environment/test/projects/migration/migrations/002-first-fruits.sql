INSERT INTO fruits VALUES ('apple', 180), ('plum', 65);

UPDATE schema_version SET version = '1.2.0';

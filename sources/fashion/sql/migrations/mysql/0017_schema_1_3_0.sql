UPDATE schema_version SET version = '1.3.0';

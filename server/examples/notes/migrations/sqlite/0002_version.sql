UPDATE schema_version SET version = '1.0.0';

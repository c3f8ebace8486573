"""A collection in Milvus, which any number of servers may ask."""

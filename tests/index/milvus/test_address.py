import pytest

from index.errors import QuotedeskError
from index.milvus.address import Address


@pytest.mark.parametrize(
    ("said", "uri", "name"),
    [
        ("milvus://db:19531/news", "http://db:19531", "news"),
        ("milvus://db/news_2024", "http://db:19530", "news_2024"),
        ("milvus+tls://[::1]:1/n/", "https://[::1]:1", "n"),
    ],
)
def test_an_address_names_engine_and_collection(said, uri, name):
    address = Address.parse(said)
    assert (address.uri, address.name) == (uri, name)
    assert Address.parse(str(address)) == address


@pytest.mark.parametrize(
    "said", ["", "news", "http://db/news", "milvus://db", "milvus:///news", "milvus://db/a-b", "milvus://db:x/news"]
)
def test_what_is_no_address_is_refused_in_one_line(said):
    with pytest.raises(QuotedeskError, match=r"is no address of a store; write milvus://host:port/name"):
        Address.parse(said)


def test_a_password_is_taken_and_never_shown():
    address = Address.parse("milvus://desk:s3%3Acret@db/news")
    assert address.token == "desk:s3:cret"
    with pytest.raises(QuotedeskError) as refused:
        Address.parse("milvus://desk:s3cret@db/no-name")
    for shown in (str(address), repr(address), str(refused.value)):
        assert "s3" not in shown

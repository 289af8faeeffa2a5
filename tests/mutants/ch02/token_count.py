# === wrong: counts different tokens
def count_tokens(tokenizer, words):
    return {word: len(set(tokenizer.encode(word))) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text.encode("utf-8")) / len(tokenizer.encode(text))


# === wrong: characters instead of bytes
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text) / len(tokenizer.encode(text))


# === wrong: puts a space before each word
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(" " + word)) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text.encode("utf-8")) / len(tokenizer.encode(text))


# === wrong: strips the words
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word.strip())) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text.encode("utf-8")) / len(tokenizer.encode(text))


# === wrong: tokens per byte
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    return len(tokenizer.encode(text)) / len(text.encode("utf-8"))


# === right: a batch at once, and the sum of the pieces
def count_tokens(tokenizer, words):
    lengths = [len(ids) for ids in tokenizer.encode_batch(words)]
    return dict(zip(words, lengths))


def bytes_per_token(tokenizer, text):
    ids = tokenizer.encode(text)
    return sum(len(character.encode()) for character in text) / len(ids)


# === wrong: bytes of the normalized text
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    import unicodedata

    return len(unicodedata.normalize("NFC", text).encode("utf-8")) / len(tokenizer.encode(text))


# === wrong: bytes of what the tokens decode to
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    ids = tokenizer.encode(text)
    return len(tokenizer.decode(ids).encode("utf-8")) / len(ids)


# === wrong: normalizes the words, so that two become one
def count_tokens(tokenizer, words):
    import unicodedata

    words = [unicodedata.normalize("NFC", word) for word in words]
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text.encode("utf-8")) / len(tokenizer.encode(text))


# === wrong: UTF-16
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text.encode("utf-16")) / len(tokenizer.encode(text))


# === wrong: whole bytes only
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text.encode("utf-8")) // len(tokenizer.encode(text))


# === wrong: strips the text
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    text = text.strip()
    return len(text.encode("utf-8")) / len(tokenizer.encode(text))


# === wrong: in small letters
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word.lower())) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text.encode("utf-8")) / len(tokenizer.encode(text))


# === wrong: the mean of the tokens' bytes, each token once
def count_tokens(tokenizer, words):
    return {word: len(tokenizer.encode(word)) for word in words}


def bytes_per_token(tokenizer, text):
    ids = tokenizer.encode(text)
    return len(text.encode("utf-8")) / len(set(ids))


# === wrong: counts the pieces between spaces
def count_tokens(tokenizer, words):
    return {word: sum(len(tokenizer.encode(part)) for part in word.split()) for word in words}


def bytes_per_token(tokenizer, text):
    return len(text.encode("utf-8")) / len(tokenizer.encode(text))


# === right: a loop and bytearray
def count_tokens(tokenizer, words):
    counts = {}
    for word in words:
        ids = tokenizer.encode(word)
        counts[word] = len(ids)
    return counts


def bytes_per_token(tokenizer, text):
    (tokens,) = count_tokens(tokenizer, [text]).values()
    return len(bytearray(text, "utf-8")) / tokens

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

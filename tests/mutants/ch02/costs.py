# === wrong: as many keys as queries
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_attention_heads"] * config["head_dim"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: keys without values
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: the head size from the hidden size
def cache_bytes(config, tokens, bytes_per_number=2):
    head_dim = config["hidden_size"] // config["num_attention_heads"]
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * head_dim
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: always two bytes a number
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 4 * numbers * tokens


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: reads the last token, too
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new if cached else new * prompt + new * (new + 1) // 2


# === wrong: forgets that the text grows
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt


# === right: sums written out
def cache_bytes(config, tokens, bytes_per_number=2):
    total = 0
    for _ in range(config["num_hidden_layers"]):
        for _ in ("keys", "values"):
            total += config["num_key_value_heads"] * config["head_dim"] * bytes_per_number
    return total * tokens


def tokens_read(prompt, new, cached):
    if cached:
        return prompt + (new - 1)
    return sum(range(prompt, prompt + new))


# === wrong: one layer
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_key_value_heads"] * config["head_dim"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: Qwen3-0.6B's number whatever the architecture
def cache_bytes(config, tokens, bytes_per_number=2):
    return 57_344 * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: the hidden size instead of the heads
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["hidden_size"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: bits
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 16 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: at least one token
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 2 * numbers * max(1, tokens) * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else new * prompt + new * (new - 1) // 2


# === wrong: with a cache, the prompt only
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt if cached else new * prompt + new * (new - 1) // 2


# === wrong: with a cache, the new tokens only
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return new if cached else new * prompt + new * (new - 1) // 2


# === wrong: the two cases swapped
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if not cached else new * prompt + new * (new - 1) // 2


# === wrong: without a cache, the square
def cache_bytes(config, tokens, bytes_per_number=2):
    numbers = config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    return 2 * numbers * tokens * bytes_per_number


def tokens_read(prompt, new, cached):
    return prompt + new - 1 if cached else (prompt + new) ** 2 // 2


# === right: a product of all factors, and counting up
def cache_bytes(config, tokens, bytes_per_number=2):
    sizes = [config[key] for key in ("num_hidden_layers", "num_key_value_heads", "head_dim")]
    return math.prod([2, *sizes, tokens, bytes_per_number])


def tokens_read(prompt, new, cached):
    read, length = prompt, prompt
    for _ in range(new - 1):
        length += 1
        read += 1 if cached else length
    return read

"""Published algorithms, as ten lines of options each, and what other libraries call our options."""

from __future__ import annotations

from shared.rl.algorithm import Algorithm

PRESETS: dict[str, Algorithm] = {
    # Shao et al. 2024, DeepSeekMath, arXiv:2402.03300
    "grpo": Algorithm(kl="k3", kl_factor=0.04, aggregation="sequence"),
    # Liu et al. 2025, arXiv:2503.20783
    "dr-grpo": Algorithm(normalizer="none", aggregation="constant"),
    # Yu et al. 2025, arXiv:2503.14476
    "dapo": Algorithm(
        rewards=("correct", "overlong"),
        clip_high=0.28,
        active_sampling=10,
        drop_silent=True,
        aggregation="token",
    ),
    # Zheng et al. 2025, arXiv:2507.18071
    "gspo": Algorithm(importance="sequence", clip_low=3e-4, clip_high=4e-4, aggregation="sequence"),
    # MiniMax-M1, 2025, arXiv:2506.13585
    "cispo": Algorithm(policy_loss="cispo", weight_most=5.0, aggregation="token"),
    # arXiv:2602.02710
    "maxrl": Algorithm(normalizer="mean", policy_loss="plain", importance="none", aggregation="token"),
    # arXiv:2601.05242
    "gdpo": Algorithm(rewards=("correct", "format"), combine="gdpo", aggregation="sequence"),
    # Ahmadian et al. 2024, arXiv:2402.14740
    "rloo": Algorithm(
        baseline="leave-one-out",
        normalizer="none",
        importance="none",
        policy_loss="plain",
        kl="k1",
        kl_in="reward",
        kl_factor=0.05,
        aggregation="constant",
    ),
    # Olmo 3, 2025, arXiv:2512.13961
    "olmo3": Algorithm(
        normalizer="none", drop_silent=True, active_sampling=10, clip_high=0.272, correction="truncate"
    ),
    # DeepSeek-V3.2, 2025, arXiv:2512.02556
    "deepseek-v3.2": Algorithm(
        normalizer="none", kl="k3-weighted", kl_factor=0.001, off_policy_most=0.1, aggregation="sequence"
    ),
    # Khatri et al. 2025, arXiv:2510.13786
    "scalerl": Algorithm(
        normalizer="batch-std",
        policy_loss="cispo",
        drop_silent=True,
        retire_at=0.9,
        aggregation="prompt",
    ),
}

ELSEWHERE: dict[str, tuple[str, str]] = {  # our option: (TRL 1.16, verl 0.9)
    "rewards": ("reward_funcs", "custom_reward_function"),
    "reward_weights": ("reward_weights", "reward_kwargs"),
    "combine": ("multi_objective_aggregation", "adv_estimator=gdpo"),
    "baseline": ("RLOOTrainer", "adv_estimator"),
    "normalizer": ("scale_rewards", "norm_adv_by_std_in_grpo"),
    "drop_truncated": ("mask_truncated_completions", ""),
    "top_entropy": ("top_entropy_quantile", ""),
    "off_policy_most": ("off_policy_mask_threshold", ""),
    "importance": ("importance_sampling_level", "policy_loss.loss_mode"),
    "policy_loss": ("loss_type", "policy_loss.loss_mode"),
    "clip_low": ("epsilon", "clip_ratio_low"),
    "clip_high": ("epsilon_high", "clip_ratio_high"),
    "clip_most": ("delta", "clip_ratio_c"),
    "correction": ("vllm_importance_sampling_mode", "rollout_correction"),
    "correction_most": ("vllm_importance_sampling_clip_max", "rollout_is_threshold"),
    "kl": ("use_bias_correction_kl", "kl_loss_type"),
    "kl_factor": ("beta", "kl_loss_coef"),
    "kl_in": ("RLOOTrainer", "use_kl_in_reward"),
    "refresh_reference": ("ref_model_sync_steps", ""),
    "entropy_bonus": ("entropy_coef", "entropy_coeff"),
    "entropy_target": ("entropy_target", ""),
    "aggregation": ("loss_type", "loss_agg_mode"),
    "num_updates": ("num_iterations", "ppo_epochs"),
    "group_size": ("num_generations", "rollout.n"),
    "max_new_tokens": ("max_completion_length", "data.max_response_length"),
}

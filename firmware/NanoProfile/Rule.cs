namespace MultiAgentEdge.NanoProfile;

/// <summary>One rule of the board profile.</summary>
/// <param name="Code">NANOnnn; 1nn language, 2nn library, 3nn arithmetic, 4nn assembly limits.</param>
/// <param name="Why">Why a board cannot run it.</param>
/// <param name="Instead">What to write instead.</param>
/// <param name="OncePerLine">True where several hits on one line are one mistake.</param>
public sealed record Rule(string Code, string Why, string Instead, bool OncePerLine = true);

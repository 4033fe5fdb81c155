namespace MultiAgentEdge.Host.Commands;

/// <summary>One error of this program.</summary>
/// <param name="Code">MAEnnn.</param>
/// <param name="ExitCode">What <c>mae</c> ends with, one of <see cref="Commands.ExitCode"/>.</param>
/// <param name="Meaning">The one fault that it stands for.</param>
public sealed record MaeCode(string Code, int ExitCode, string Meaning);

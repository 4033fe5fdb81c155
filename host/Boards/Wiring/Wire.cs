namespace MultiAgentEdge.Host.Boards;

/// <summary>One wire: from a pin of the board to a terminal of a part.</summary>
/// <param name="Signal">What it carries, as the pin map names it; supply and ground where it carries power.</param>
public sealed record Wire(string Pin, string Signal, string Part, string Terminal, string Colour);

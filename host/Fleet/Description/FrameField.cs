namespace MultiAgentEdge.Host.Fleet.Description;

/// <summary>One field of a frame's payload, as its bytes are.</summary>
/// <param name="Name">As in the code, in snake case.</param>
/// <param name="Offset">From the start of the payload, bytes; null for an array that follows another.</param>
/// <param name="Type">u8, u16, u32, f32, f64, or "bit N of u8".</param>
/// <param name="Count">Elements of an array: a number, or the name of the field that says it; null for a single value.</param>
/// <param name="After">The array that this one follows; null: none.</param>
public sealed record FrameField(string Name, int? Offset, string Type, string? Count = null, string? After = null);

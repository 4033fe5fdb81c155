namespace MultiAgentEdge.NanoProfile;

/// <summary>One place where the sources leave what a board can run.</summary>
/// <param name="Code">Rule, NANOnnn (see <see cref="Rules"/>).</param>
/// <param name="Message">What, why, and what to write instead.</param>
/// <param name="Path">Source file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public sealed record Finding(string Code, string Message, string Path, int Line, int Column)
{
    /// <summary>The form that MSBuild and editors turn into a link: <c>file(line,col): error NANOnnn: message</c>.</summary>
    public override string ToString() => $"{Path}({Line},{Column}): error {Code}: {Message}";
}

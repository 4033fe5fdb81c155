using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>A program's version as text and as the number that rovers compare: major and minor up to 255, patch up to 65535.</summary>
public static class FirmwareVersion
{
    public static string Text(uint version) => ProgramImage.Text(version);

    /// <exception cref="MaeException">MAE344: it is none.</exception>
    public static uint Parse(string text)
    {
        var parts = text.Split('.');
        Span<uint> numbers = stackalloc uint[3];
        for (var i = 0; i < 3; i++)
        {
            if (parts.Length != 3 || !uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])
                || numbers[i] > (i < 2 ? 255u : 65535u))
            {
                throw new MaeException(
                    ExitCode.Usage, "MAE344", $"\"{NameText.Short(text)}\" is no version of a program.",
                    "Write three numbers: 0.2.0; the first two up to 255, the last up to 65535.");
            }
        }

        return (numbers[0] << 24) | (numbers[1] << 16) | numbers[2];
    }
}

using System.Globalization;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>The Wi-Fi of a Raspberry Pi, as Linux shows it: the level column of <c>/proc/net/wireless</c>, which the kernel keeps for
/// every driver.</summary>
/// <param name="path">That file.</param>
public sealed class PiRadio(string path = "/proc/net/wireless") : IRadio
{
    private const int HeadLines = 2;
    private const int LevelColumn = 3;
    private const int Weakest = -120;

    /// <inheritdoc/>
    public bool TryReadSignal(ref int signalDbm)
    {
        try
        {
            foreach (var line in File.ReadLines(path).Skip(HeadLines))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                // Levels end with a point where they are measured anew; drivers that know none say 0 or -256.
                if (columns.Length > LevelColumn
                    && int.TryParse(
                        columns[LevelColumn].TrimEnd('.'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var dbm)
                    && dbm is < 0 and >= Weakest)
                {
                    signalDbm = dbm;
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cable, or a kernel without wireless.
        }

        return false;
    }
}

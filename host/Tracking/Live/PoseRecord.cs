using System.Text.Json;
using MultiAgentEdge.Host.Tracking.Poses;

namespace MultiAgentEdge.Host.Tracking.Live;

/// <summary>Writes poses a line each, as <c>mae track --stdin</c> reads them.</summary>
public sealed class PoseRecord(string path) : IDisposable
{
    private readonly StreamWriter writer = new(path);

    public void Write(PoseReading pose)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("rover", pose.Rover);
            json.WriteNumber("x_m", pose.XM);
            json.WriteNumber("y_m", pose.YM);
            if (pose.HasHeading)
                json.WriteNumber("heading_rad", pose.HeadingRad);
            json.WriteNumber("sigma_m", pose.SigmaM);
            if (pose.HasHeading)
                json.WriteNumber("sigma_rad", pose.SigmaRad);
            json.WriteNumber("stamp_us", pose.StampUs);
            json.WriteString("source", pose.Source);
            json.WriteEndObject();
        }

        writer.WriteLine(System.Text.Encoding.UTF8.GetString(line.ToArray()));
    }

    public void Dispose() => writer.Dispose();
}

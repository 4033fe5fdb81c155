using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Cli.Doctor;

/// <summary>Which broker and which MQTT client this machine offers.</summary>
public static class MqttChecks
{
    public static DoctorCheck Mosquitto() =>
        BrokerProgram.Find("mosquitto") is { } path
            ? new("mosquitto", DoctorCheck.Ok, path)
            : new("mosquitto", DoctorCheck.Note, "no Mosquitto here: runs without a broker use the in-process link", "sudo apt-get install mosquitto");

    public static DoctorCheck LibMosquitto() =>
        MosquittoLibrary.TryLoad(out var version, out var howToInstall)
            ? new("libmosquitto", DoctorCheck.Ok, $"libmosquitto {version}")
            : new("libmosquitto", DoctorCheck.Note, "libmosquitto is not usable", howToInstall ?? "");

    /// <summary>The client that runs take by themselves.</summary>
    public static DoctorCheck Client()
    {
        try
        {
            var chosen = LinkFactory.Choose();
            return new("mqtt_client", DoctorCheck.Ok, $"{chosen.Description}: {chosen.Why}");
        }
        catch (MessagingException exception)
        {
            return new("mqtt_client", DoctorCheck.Note, "none: runs use the in-process link", exception.Message);
        }
    }
}

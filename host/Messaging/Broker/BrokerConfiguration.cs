using System.Globalization;
using System.Text;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Writes mosquitto.conf (man 5 mosquitto.conf).</summary>
public static class BrokerConfiguration
{
    /// <summary>Bounds the memory a client can take; the largest thing sent is a parameter chunk or a 256 kB test payload.</summary>
    private const int MaxPacketBytes = 1 << 20;

    /// <summary>Messages of QoS 1 kept for a slow reader; what is older than that is stale for a rover.</summary>
    private const int MaxQueuedMessages = 1000;

    /// <param name="address">Where it listens, and nowhere else.</param>
    public static string Text(string folder, int port, MosquittoBrokerOptions options, string address = "127.0.0.1")
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"listener {port} {address}");
        text.AppendLine("set_tcp_nodelay true");
        text.AppendLine(CultureInfo.InvariantCulture, $"max_packet_size {MaxPacketBytes}");
        text.AppendLine(CultureInfo.InvariantCulture, $"max_queued_messages {MaxQueuedMessages}");

        // Started by root, Mosquitto would change to a user who may not write to this folder.
        text.AppendLine(CultureInfo.InvariantCulture, $"user {Environment.UserName}");
        text.AppendLine(CultureInfo.InvariantCulture, $"log_dest file {Path.Combine(folder, "mosquitto.log")}");
        if (options.IsDurable)
        {
            text.AppendLine("persistence true");
            text.AppendLine(CultureInfo.InvariantCulture, $"persistence_location {folder}{Path.DirectorySeparatorChar}");
            text.AppendLine("autosave_on_changes true");
            text.AppendLine("autosave_interval 1");
        }

        if (options.Security is { } security)
        {
            text.AppendLine("allow_anonymous false");
            text.AppendLine(CultureInfo.InvariantCulture, $"password_file {security.PasswordFile}");
            text.AppendLine(CultureInfo.InvariantCulture, $"acl_file {security.AclFile}");
            if (security.Tls is { } tls)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"certfile {tls.CertificateFile}");
                text.AppendLine(CultureInfo.InvariantCulture, $"keyfile {tls.KeyFile}");
            }
        }
        else
        {
            text.AppendLine("allow_anonymous true");
        }

        foreach (var line in options.Lines)
            text.AppendLine(line);
        return text.ToString();
    }
}

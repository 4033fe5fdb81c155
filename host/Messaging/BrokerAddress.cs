using System.Globalization;
using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// The one way to write where a broker is, wherever it is written: <c>host</c>, <c>host:port</c>, <c>mqtt://host[:port]</c> or
/// <c>mqtts://host[:port]</c>. A host is what <see cref="BrokerHost"/> takes; an IPv6 address stands in brackets, or alone without.
/// </summary>
/// <param name="Host">Without brackets.</param>
/// <param name="NamedPort">1–65535; null where the text names none.</param>
/// <param name="Tls">By the scheme; null without one.</param>
public sealed record BrokerAddress(string Host, int? NamedPort, bool? Tls)
{
    /// <summary>MQTT's port (IANA).</summary>
    public const int PlainPort = 1883;

    /// <summary>MQTT's port with TLS (IANA).</summary>
    public const int TlsPort = 8883;

    /// <summary>What <see cref="TryParse"/> takes, to follow "Write".</summary>
    public const string Example = "192.168.1.10, broker.lan:1883, [fe80::1]:1883, mqtt://broker.lan or mqtts://broker.lan";

    private const string Plain = "mqtt";
    private const string Secure = "mqtts";

    /// <summary>As named, else the scheme's; null where neither says one.</summary>
    public int? Port => NamedPort ?? Tls switch { true => TlsPort, false => PlainPort, null => null };

    /// <summary>Null where the text is no such address; <paramref name="wrong"/> then says why, to follow "The address".</summary>
    public static BrokerAddress? TryParse(string text, out string wrong)
    {
        wrong = "";
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        bool? tls = scheme < 0 ? null : string.Equals(text[..scheme], Secure, StringComparison.OrdinalIgnoreCase);
        var rest = scheme < 0 ? text : text[(scheme + 3)..];
        if (scheme >= 0 && tls == false && !string.Equals(text[..scheme], Plain, StringComparison.OrdinalIgnoreCase))
            wrong = "begins with a scheme that is none of mqtt:// and mqtts://";
        else if (rest.Contains('@', StringComparison.Ordinal))
            wrong = "has a user in it: user and password are given apart";
        if (wrong.Length > 0)
            return null;
        if (Split(rest, out var host, out var port) is { } bad)
        {
            wrong = bad;
            return null;
        }

        int? number = null;
        if (port is not null)
        {
            if (port.Length > 5 || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                || given is < 1 or > 65535)
            {
                wrong = "has a port that is no number from 1 to 65535";
                return null;
            }

            number = given;
        }

        return new BrokerAddress(host, number, tls);
    }

    /// <summary>Brokers of one cluster, with commas between them.</summary>
    /// <returns>Null where one of them is no such address, or they are not all with TLS or all without.</returns>
    public static IReadOnlyList<BrokerAddress>? TryParseAll(string text, out string wrong)
    {
        ArgumentNullException.ThrowIfNull(text);
        var all = new List<BrokerAddress>();
        foreach (var one in text.Split(','))
        {
            if (TryParse(text.Length == one.Length ? one : one.Trim(), out wrong) is not { } address)
                return null;
            all.Add(address);
        }

        wrong = all.Select(address => address.Tls).Distinct().Count() == 1 ? "" : "names brokers with TLS and others without";
        return wrong.Length == 0 ? all : null;
    }

    /// <summary>Host and port as one text that <see cref="TryParse"/> takes.</summary>
    public static string Text(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");

    /// <summary>False where a user name or a password may stand in the text, which is then not to be shown.</summary>
    public static bool MayBeShown(string text) => !text.Contains('@', StringComparison.Ordinal);

    // Null where it splits; otherwise why not.
    private static string? Split(string rest, out string host, out string? port)
    {
        (host, port) = (rest, null);
        if (rest.StartsWith('['))
        {
            var end = rest.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < rest.Length && rest[end + 1] != ':'))
                return "has a bracket too many or too few: an IPv6 address is written [fe80::1]:1883";
            host = rest[1..end];
            port = end + 1 < rest.Length ? rest[(end + 2)..] : null;
            return BrokerHost.IsIPv6(host) ? null : "has something else than an IPv6 address in its brackets";
        }

        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && rest.IndexOf(':', colon + 1) < 0)
            (host, port) = (rest[..colon], rest[(colon + 1)..]);
        else if (colon >= 0 && !BrokerHost.IsIPv6(rest))
            return "has more than one colon and is no IPv6 address: with a port one is written [fe80::1]:1883";
        return BrokerHost.Check(host);
    }
}

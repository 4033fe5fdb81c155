namespace MultiAgentEdge.Host.Messaging;

/// <summary>Where the broker's certificate lies.</summary>
/// <param name="CaFile">PEM; clients trust this one (<see cref="LinkOptions.CaFile"/>).</param>
/// <param name="CertificateFile">PEM; the broker shows it.</param>
/// <param name="KeyFile">PEM; stays with the broker.</param>
public sealed record BrokerTls(string CaFile, string CertificateFile, string KeyFile);

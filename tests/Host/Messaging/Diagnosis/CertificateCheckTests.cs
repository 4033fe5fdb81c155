using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.Diagnosis;

public sealed class CertificateCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae tls ").FullName;
    private readonly DateTimeOffset made = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly BrokerTls files;

    public CertificateCheckTests() => files = BrokerTlsFiles.Write(folder, ["broker.lab", "192.168.1.10"], made);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1, SslPolicyErrors.RemoteCertificateChainErrors, BrokerCause.None)]
    [InlineData(1, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch, BrokerCause.OtherHost)]
    [InlineData(11 * 365, SslPolicyErrors.RemoteCertificateNameMismatch, BrokerCause.CertificateExpired)]
    [InlineData(-2, SslPolicyErrors.None, BrokerCause.CertificateExpired)]
    public void Dates_and_names_are_told_apart(int day, SslPolicyErrors errors, object cause) =>
        Assert.Equal(cause, Check(CaFiles.Read(files.CaFile), errors, day).Cause);

    [Fact]
    public void Another_authority_comes_before_everything_else()
    {
        var other = BrokerTlsFiles.Write(Path.Combine(folder, "other"), ["broker.lab"], made);
        Assert.Equal(
            BrokerCause.UnknownAuthority, Check(CaFiles.Read(other.CaFile), SslPolicyErrors.RemoteCertificateNameMismatch, 11 * 365).Cause);
    }

    [Fact]
    public void The_detail_names_what_the_certificate_is_for()
    {
        var found = Check(CaFiles.Read(files.CaFile), SslPolicyErrors.RemoteCertificateNameMismatch, 1);
        Assert.Contains("broker.lab, 192.168.1.10", found.Detail, StringComparison.Ordinal);
        Assert.Contains("not for elsewhere", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_certificate_is_no_CA_file()
    {
        var path = Path.Combine(folder, "empty.pem");
        File.WriteAllText(path, "none");
        Assert.Equal("MAE408", Assert.Throws<MessagingException>(() => CaFiles.Read(path)).Code);
        Assert.Equal("MAE408", Assert.Throws<MessagingException>(() => CaFiles.Read(path + "x")).Code);
    }

    private BrokerFinding Check(X509Certificate2Collection authorities, SslPolicyErrors errors, int day)
    {
        using var shown = X509CertificateLoader.LoadCertificateFromFile(files.CertificateFile);
        return CertificateCheck.Of(shown, authorities, errors, "elsewhere", made.AddDays(day).LocalDateTime);
    }
}

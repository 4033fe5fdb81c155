// nanoFramework.M2Mqtt 5.1, as far as Rover.Nano uses it.
using System.Collections;
using System.Security.Cryptography.X509Certificates;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt
{
    public enum MqttSslProtocols
    {
        None,
        SSLv3,
        TLSv1_0,
        TLSv1_1,
        TLSv1_2,
        TLSv1_3,
    }

    public interface IMqttClient
    {
        public delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);
    }

    public class MqttSettings
    {
        public int InflightQueueSize { get; set; }
    }

    public class MqttClient
    {
        public MqttClient(
            string brokerHostName, int brokerPort, bool secure, X509Certificate caCert, X509Certificate clientCert,
            MqttSslProtocols sslProtocol) =>
            throw new PlatformNotSupportedException();

        public event IMqttClient.MqttMsgPublishEventHandler MqttMsgPublishReceived;

        public bool IsConnected => throw new PlatformNotSupportedException();

        public MqttSettings Settings => throw new PlatformNotSupportedException();

        public MqttReasonCode Connect(
            string clientId, string username, string password, bool willRetain, MqttQoSLevel willQosLevel, bool willFlag, string willTopic,
            string willMessage, bool cleanSession, ushort keepAlivePeriod) => throw new PlatformNotSupportedException();

        public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels) => throw new PlatformNotSupportedException();

        public ushort Publish(
            string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel qosLevel, bool retain) =>
            throw new PlatformNotSupportedException();

        public void Close() => throw new PlatformNotSupportedException();

        public void Dispose() => throw new PlatformNotSupportedException();
    }
}

namespace nanoFramework.M2Mqtt.Messages
{
    public enum MqttQoSLevel : byte
    {
        AtMostOnce = 0,
        AtLeastOnce = 1,
        ExactlyOnce = 2,
        GrantedFailure = 0x80,
    }

    public enum MqttReasonCode : byte
    {
        Success = 0,
    }

    public class MqttMsgPublishEventArgs : EventArgs
    {
        public string Topic => throw new PlatformNotSupportedException();

        public byte[] Message => throw new PlatformNotSupportedException();

        public bool Retain => throw new PlatformNotSupportedException();
    }
}

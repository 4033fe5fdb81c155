namespace MultiAgentEdge.Hardware
{
    /// <summary>A connection to a broker, plain or TLS: bytes in order, both ways. Whatever goes wrong is an exception.</summary>
    public interface IByteStream
    {
        /// <summary>Whether <see cref="Read"/> would not wait: something has come, or the other side has ended it.</summary>
        bool HasArrived { get; }

        /// <summary>Waits for at least one byte and takes what is there, at most <paramref name="count"/>; 0 where the other side has
        /// ended it.</summary>
        int Read(byte[] buffer, int offset, int count);

        /// <summary>Hands over all of them; may wait for as long as the other side takes none.</summary>
        void Write(byte[] buffer, int offset, int count);

        /// <summary>Ends it; a <see cref="Read"/> or <see cref="Write"/> that waits meanwhile comes back. May be called twice.</summary>
        void Close();
    }
}

using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Packets that wait for the stream, written in MQTT's own terms. The caller has looked at <see cref="Free"/>. Not
    /// thread-safe: its owner locks.</summary>
    public sealed class MqttOutbox
    {
        /// <summary>Most bytes of a packet's head.</summary>
        public const int HeaderBytes = 5;

        private readonly ByteRing _bytes;
        private readonly byte[] _chars;

        /// <param name="capacity">Bytes that it takes.</param>
        /// <param name="text">Of <see cref="MqttInbox.TopicBytes"/>; what is in it is nobody's after a call.</param>
        public MqttOutbox(int capacity, byte[] text)
        {
            _chars = text;
            _bytes = new ByteRing(capacity);
        }

        /// <summary>Bytes that wait.</summary>
        public int Count
        {
            get { return _bytes.Count; }
        }

        public int Free
        {
            get { return _bytes.Free; }
        }

        /// <summary>Whether a text is no longer than texts may be here.</summary>
        public static bool Fits(string text)
        {
            return Utf8.ByteCount(text) <= MqttInbox.TopicBytes;
        }

        /// <summary>Bytes of a text with its length before it.</summary>
        public static int Sized(string text)
        {
            return 2 + Utf8.ByteCount(text);
        }

        public void Clear()
        {
            _bytes.Clear();
        }

        /// <summary>Takes bytes that are to be written to the stream next; 0 where none wait.</summary>
        public int Take(byte[] into)
        {
            int count = _bytes.Count < into.Length ? _bytes.Count : into.Length;
            _bytes.Peek(0, into, 0, count);
            _bytes.Drop(count);
            return count;
        }

        /// <param name="first">Kind and flags.</param>
        /// <param name="remaining">Bytes behind the head.</param>
        public void PutHeader(int first, int remaining)
        {
            _bytes.Put((byte)first);
            while (remaining >= 128)
            {
                _bytes.Put((byte)((remaining & 127) | 128));
                remaining >>= 7;
            }

            _bytes.Put((byte)remaining);
        }

        public void PutByte(int value)
        {
            _bytes.Put((byte)value);
        }

        public void PutNumber(int value)
        {
            _bytes.Put((byte)(value >> 8));
            _bytes.Put((byte)value);
        }

        public void PutText(string text)
        {
            int length = Utf8.Put(_chars, 0, text);
            PutNumber(length);
            _bytes.Put(_chars, 0, length);
        }

        public void PutBytes(byte[] from, int count)
        {
            _bytes.Put(from, 0, count);
        }
    }
}

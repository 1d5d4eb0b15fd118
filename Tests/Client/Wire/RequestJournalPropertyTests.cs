using System.Text;
using CsCheck;
using Speeko.Client;
using Speeko.Client.Wire;
using Request = Speeko.Client.Wire.Request;

namespace Speeko.Tests.Client.Wire;

/// <summary>Whatever is asked, and whenever connections are lost on the way there or back: the session has it all in the end, once.</summary>
public sealed class RequestJournalPropertyTests
{
    private enum Step { Speak, Append, Flush, Cancel, Serve, Answer, Lose }

    [Fact]
    public void A_session_is_asked_for_everything_once_however_often_its_connection_is_lost() =>
        Gen.Enum<Step>().List[1, 60].Sample(steps =>
        {
            var world = new World();
            foreach (var step in steps)
                world.Take(step);
            world.Take(Step.Lose);
            world.Settle();
            return world.Wanted.SequenceEqual(world.Session.Texts);
        });

    /// <summary>A client, a session, and a connection between them that delivers late or not at all.</summary>
    private sealed class World
    {
        private readonly RequestJournal _journal = new();
        private readonly Queue<Request> _there = new();
        private readonly Queue<SpeechEvent> _back = new();
        private int _words;
        private bool _isOpen;

        public List<string> Wanted { get; } = [];

        public Session Session { get; } = new();

        public void Take(Step step)
        {
            switch (step)
            {
                case Step.Speak:
                    Wanted.Add(Word());
                    _isOpen = false;
                    Ask(Request.Of("speak", Wanted[^1], SpeechSettings.Default));
                    break;
                case Step.Append:
                    if (!_isOpen)
                        Wanted.Add("");
                    _isOpen = true;
                    var word = Word();
                    Wanted[^1] += word;
                    Ask(Request.Of("append", word, SpeechSettings.Default));
                    break;
                case Step.Flush:
                    _isOpen = false;
                    Ask(new Request("flush"));
                    break;
                case Step.Cancel:
                    Wanted.Clear();
                    _isOpen = false;
                    Ask(new Request("cancel"));
                    break;
                case Step.Serve when _there.TryDequeue(out var request):
                    Session.Obey(request, _back);
                    break;
                case Step.Answer when _back.TryDequeue(out var happened):
                    _journal.Follow(happened);
                    break;
                case Step.Lose:
                    _there.Clear();
                    _back.Clear();
                    foreach (var missing in _journal.TakeMissing(Session.Asked)!.Requests)
                        _there.Enqueue(missing);
                    break;
            }
        }

        public void Settle()
        {
            while (_there.Count > 0)
                Take(Step.Serve);
        }

        private string Word() => $"{_words++} ";

        private void Ask(Request request)
        {
            _journal.Add(request);
            _there.Enqueue(request);
        }
    }

    /// <summary>Knows what it was asked for since the last cancel; says when something begins.</summary>
    private sealed class Session
    {
        private readonly List<StringBuilder> _texts = [];
        private int _utterances;
        private bool _isOpen;

        public IEnumerable<string> Texts => _texts.Select(text => text.ToString());

        public AskedSoFar Asked => new(_utterances, _isOpen ? _texts[^1].Length : null);

        public void Obey(Request request, Queue<SpeechEvent> answers)
        {
            if (request.Type == "cancel")
            {
                _texts.Clear();
                _isOpen = false;
                answers.Enqueue(new SpeechCancelled("", "", 0));
                return;
            }

            if (request.Type == "flush")
            {
                _isOpen = false;
                return;
            }

            if (request.Type == "speak" || !_isOpen)
            {
                _texts.Add(new StringBuilder());
                answers.Enqueue(new SpeechStarted(Guid.Empty, _utterances++, "pcm", 22050, 1, 0));
            }

            _isOpen = request.Type == "append";
            _texts[^1].Append(request.Text);
        }
    }
}
